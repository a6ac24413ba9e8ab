/** A policy refuses or fails: what the client gets, and what `context.LastError` shows in on-error. */
import { Body } from './body.ts';
import { Headers } from './headers.ts';
import type { GatewayResponse } from './messages.ts';
import { reasonOf } from './reasons.ts';

export interface Refusal {
  /** `context.LastError.Reason`, such as `TokenExpired`. */
  reason: string;
  message: string;
  status: number;
  /** What the client reads; default: `message`. */
  shown?: string;
  headers?: [string, string][];
  /** `context.LastError.Source`; default: the policy's name. */
  source?: string;
}

export class PolicyError extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** The body of API Management's own errors. */
export const errorResponse = (status: number, message: string, headers: [string, string][] = []): GatewayResponse => ({
  status,
  reason: reasonOf(status),
  headers: Headers.from([['Content-Type', 'application/json'], ...headers]),
  body: Body.of(JSON.stringify({ statusCode: status, message })),
});
