/** W3C trace context: continued from whoever called, or begun here. */
import { randomUUID } from 'node:crypto';
import type { RpcTraceContext } from './rpc.ts';

const form = /^[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;

/** A span id need be unique within its trace only, so it is cut from the trace id. */
const newTraceParent = (): string => {
  const traceId = randomUUID().replaceAll('-', '');
  return `00-${traceId}-${traceId.slice(0, 16)}-01`;
};

/** Continues the caller's trace if `traceParent` is a valid one, otherwise begins a new one. */
export const traceContext = (traceParent?: unknown, traceState?: unknown): RpcTraceContext => ({
  traceParent: typeof traceParent === 'string' && form.test(traceParent) ? traceParent : newTraceParent(),
  traceState: typeof traceState === 'string' ? traceState : '',
  attributes: {},
});
