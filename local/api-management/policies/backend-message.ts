/** What forward-request and send-request have in common: the message to a backend, and what its failure means. */
import type { Body } from '../runtime/body.ts';
import type { Exchange } from '../runtime/exchange.ts';
import { type Headers, removeHopByHop } from '../runtime/headers.ts';
import { BackendFailure, type OutgoingRequest } from '../runtime/messages.ts';
import { PolicyError } from '../runtime/policy-error.ts';
import type { Url } from '../runtime/url.ts';

/** A request that is about to be sent. */
export interface Message {
  method: string;
  url: Url;
  headers: Headers;
  body: Body | undefined;
}

/** Methods whose requests announce an empty body as such. */
const withLength = new Set(['POST', 'PUT', 'PATCH']);

/**
 * States how long the body is. node:http does not do so for every method, and a body without a length on a kept
 * connection would be read as the next request.
 */
const frame = (headers: Headers, method: string, body: OutgoingRequest['body']): void => {
  if (Buffer.isBuffer(body)) headers.set('Content-Length', String(body.length));
  else if (body) {
    if (!headers.has('Content-Length')) headers.set('Transfer-Encoding', 'chunked');
  } else if (withLength.has(method)) headers.set('Content-Length', '0');
  else headers.delete('Content-Length');
};

/** The message with its framing, as the transport takes it. */
export const outgoing = ({ method, url, headers, body }: Message, timeoutMs: number): OutgoingRequest => {
  const { scheme, host, port } = url.destination;
  const sent = body?.forSending();
  headers.delete('Transfer-Encoding');
  frame(headers, method, sent);
  const path = url.path === '' ? '/' : url.path;
  return { method, scheme, host, port, target: path + url.queryString, headers, body: sent, timeoutMs };
};

const defaultPort = { http: 80, https: 443 };
/** Host, and port unless it is the usual one. */
export const authority = ({ scheme, host, port }: Url['destination']): string =>
  port === defaultPort[scheme] ? host : `${host}:${port}`;

/** What the backend learns about the request that came to the gateway. Values of the client are kept in front, as proxies do. */
const addForwarded = (headers: Headers, { request }: Exchange): void => {
  const { originalUrl } = request;
  const before = headers.text('X-Forwarded-For');
  headers.set('X-Forwarded-For', before === undefined ? request.ipAddress : `${before}, ${request.ipAddress}`);
  headers.set('X-Forwarded-Host', authority(originalUrl.destination));
  headers.set('X-Forwarded-Proto', originalUrl.scheme);
};

/** The request as the backend gets it; the exchange's own stays as it is, for a retry. */
export const forBackend = (exchange: Exchange): Message => {
  const { request, backend } = exchange;
  const headers = request.headers.copy();
  removeHopByHop(headers);
  headers.delete('Expect');
  addForwarded(headers, exchange);
  headers.set('Host', authority(request.url.destination));
  const url = backend?.query.length ? request.url.copy() : request.url;
  for (const [name, values] of backend?.headers ?? []) headers.set(name, ...values);
  for (const [name, values] of backend?.query ?? []) url.parameters.set(name, values);
  return { method: request.method, url, headers, body: request.body };
};

/** A failure of the transport as the error of a policy. */
export const asPolicyError = (error: unknown): unknown => {
  if (!(error instanceof BackendFailure)) return error;
  const timeout = error.reason === 'Timeout';
  return new PolicyError({
    reason: error.reason,
    message: error.message,
    shown: timeout ? 'The backend did not answer in time.' : 'The backend cannot be reached.',
    status: timeout ? 504 : 502,
    // API Management names its transport, not the policy, for connections that fail.
    ...(!timeout && { source: 'transport' }),
  });
};
