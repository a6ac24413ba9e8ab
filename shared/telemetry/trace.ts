/** W3C trace context: what connects an HTTP call, the events it causes and the orchestration they drive. */
import type { InvocationContext } from '@azure/functions';

/** The `traceparent` of the invocation, to be sent along with what it causes; undefined where the host gives none. */
export const traceparentOf = (context: InvocationContext): string | undefined => context.traceContext?.traceParent;
