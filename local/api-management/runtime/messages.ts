/** Requests and responses as policies change them. */
import type { RequestView, ResponseView } from '../expressions/context.ts';
import type { Body } from './body.ts';
import type { Headers } from './headers.ts';
import type { Url } from './url.ts';

export interface GatewayRequest extends RequestView {
  method: string;
  url: Url;
  originalUrl: Url;
  headers: Headers;
  body: Body | undefined;
}

export interface GatewayResponse extends ResponseView {
  status: number;
  reason: string;
  headers: Headers;
  body: Body | undefined;
  /** Each part is to reach the client at once (server-sent events). */
  unbuffered?: boolean;
}

/** What goes to a backend. */
export interface OutgoingRequest {
  method: string;
  scheme: 'http' | 'https';
  host: string;
  port: number;
  /** Path and query. */
  target: string;
  headers: Headers;
  body: ReturnType<Body['forSending']>;
  timeoutMs: number;
  /** Receives what cancels the request while it is under way. */
  onCancellable?: (cancel: () => void) => void;
}

/** Sends a request; the answer's body is a stream or bytes. Throws BackendFailure. */
export type Transport = (request: OutgoingRequest) => Promise<GatewayResponse>;

/** The backend gave no answer; `reason` is what `context.LastError.Reason` shows. */
export class BackendFailure extends Error {
  readonly reason: 'Timeout' | 'BackendConnectionFailure';
  constructor(reason: BackendFailure['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}
