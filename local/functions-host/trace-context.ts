/** W3C trace context: continued from whoever called, or begun here. */
import { randomUUID } from 'node:crypto';
import type { RpcTraceContext } from './rpc.ts';

const form = /^[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;

const hex = () => randomUUID().replaceAll('-', '');

/** Continues the caller's trace if `traceParent` is a valid one, otherwise begins a new one. */
export const traceContext = (traceParent?: unknown, traceState?: unknown): RpcTraceContext => ({
  traceParent:
    typeof traceParent === 'string' && form.test(traceParent) ? traceParent : `00-${hex()}-${hex().slice(0, 16)}-01`,
  traceState: typeof traceState === 'string' ? traceState : '',
  attributes: {},
});
