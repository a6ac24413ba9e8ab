/** forward-request and send-request: the policies that talk to backends. */
import type { Body } from '../runtime/body.ts';
import { outcomeOf } from '../runtime/breakers.ts';
import type { Exchange } from '../runtime/exchange.ts';
import { Headers, removeHopByHop } from '../runtime/headers.ts';
import { BackendFailure, type GatewayResponse, type OutgoingRequest } from '../runtime/messages.ts';
import { PolicyError } from '../runtime/policy-error.ts';
import { parseDestination, Query, Url } from '../runtime/url.ts';
import { readSetBody, readSetHeader, readSetMethod } from './message-parts.ts';
import type { Policy } from './policy.ts';
import { positive } from './reader.ts';
import { boolean, decimal, text } from './value.ts';

interface Message {
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

const outgoing = ({ method, url, headers, body }: Message, timeoutMs: number): OutgoingRequest => {
  const { scheme, host, port } = url.destination;
  const sent = body?.forSending();
  headers.delete('Transfer-Encoding');
  frame(headers, method, sent);
  const path = url.path === '' ? '/' : url.path;
  return { method, scheme, host, port, target: path + url.queryString, headers, body: sent, timeoutMs };
};

const defaultPort = { http: 80, https: 443 };
const authority = ({ scheme, host, port }: Url['destination']): string =>
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
const forBackend = (exchange: Exchange): Message => {
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

const breakerOpen = (seconds: number): PolicyError =>
  new PolicyError({
    reason: 'CircuitBreakerOpen',
    message: `The backend is left alone for another ${seconds} seconds after too many failures.`,
    shown: 'The service is temporarily unavailable.',
    status: 503,
    headers: [['Retry-After', String(seconds)]],
  });

/** A failure of the transport as the error of a policy. */
const asPolicyError = (error: unknown): unknown => {
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

const redirects = new Set([301, 302, 303, 307, 308]);
const mostRedirects = 5;

const redirectTarget = (response: GatewayResponse, { url }: Message): Url | undefined => {
  const location = redirects.has(response.status) ? response.headers.text('Location') : undefined;
  if (location === undefined) return undefined;
  const { destination } = url;
  const next = URL.parse(location, `${destination.scheme}://${authority(destination)}${url.path}`);
  if (!next || !['http:', 'https:'].includes(next.protocol)) return undefined;
  return new Url({ ...parseDestination(next.origin), basePath: '' }, next.pathname, new Query(next.search.slice(1)));
};

/** The message for the new place; credentials go nowhere else. */
const redirected = (message: Message, response: GatewayResponse, url: Url): Message => {
  const toGet = response.status === 303 || (response.status < 303 && message.method === 'POST');
  const headers = message.headers.copy();
  if (authority(url.destination) !== authority(message.url.destination))
    for (const name of ['Authorization', 'Cookie', 'x-functions-key']) headers.delete(name);
  headers.set('Host', authority(url.destination));
  return toGet ? { method: 'GET', url, headers, body: undefined } : { ...message, url, headers };
};

const deliver = async (
  message: Message,
  timeoutMs: number,
  exchange: Exchange,
  follow: boolean,
): Promise<GatewayResponse> => {
  let current = message;
  for (let hops = 0; ; hops++) {
    const response = await exchange.services.send({
      ...outgoing(current, timeoutMs),
      onCancellable: (cancel) => {
        exchange.cancel = cancel;
      },
    });
    const next = follow && hops < mostRedirects ? redirectTarget(response, current) : undefined;
    if (!next) return response;
    response.body?.discard();
    current = redirected(current, response, next);
  }
};

interface Forwarding {
  timeoutMs: number;
  follow: boolean;
  unbuffered: boolean;
  failOnError: boolean;
}

const recorded = async (exchange: Exchange, call: () => Promise<GatewayResponse>): Promise<GatewayResponse> => {
  const { backend, services } = exchange;
  const rule = backend?.circuitBreaker;
  if (!backend || !rule) return call();
  const open = services.breakers.openFor(backend.id);
  if (open > 0) throw breakerOpen(open);
  try {
    const response = await call();
    services.breakers.record(backend.id, rule, outcomeOf(response));
    return response;
  } catch (error) {
    if (error instanceof BackendFailure) services.breakers.record(backend.id, rule, { reason: error.reason });
    throw error;
  }
};

const forward = async (
  exchange: Exchange,
  { timeoutMs, follow, unbuffered, failOnError }: Forwarding,
): Promise<void> => {
  const before = exchange.response;
  try {
    const response = await recorded(exchange, () => deliver(forBackend(exchange), timeoutMs, exchange, follow));
    before?.body?.discard();
    exchange.response = unbuffered ? { ...response, unbuffered } : response;
  } catch (error) {
    throw asPolicyError(error);
  }
  if (failOnError && exchange.response.status >= 400)
    throw new PolicyError({
      reason: 'BackendErrorStatusCode',
      message: `The backend answered ${exchange.response.status}.`,
      status: exchange.response.status,
    });
};

const noBackend = (): PolicyError =>
  new PolicyError({
    reason: 'BackendNotConfigured',
    message: 'No backend is named: add set-backend-service or a serviceUrl.',
    shown: 'Internal server error',
    status: 500,
  });

export const forwardRequest: Policy = {
  sections: ['backend'],
  compile: (reader) => {
    const timeout = reader.given('timeout', decimal, 300);
    const timeoutMs = reader.optional('timeout-ms', decimal);
    reader.choice('http-version', ['1', '2or1'], '1');
    const follow = reader.flag('follow-redirects', false);
    const bufferRequest = reader.flag('buffer-request-body', false) || follow;
    const unbuffered = !reader.flag('buffer-response', true);
    const failOnError = reader.flag('fail-on-error-status-code', false);
    return (exchange) => {
      if (exchange.request.url.destination.host === '') throw noBackend();
      const settings = {
        timeoutMs: timeoutMs?.of(exchange) ?? timeout.of(exchange) * 1000,
        follow,
        unbuffered,
        failOnError,
      };
      const { body } = exchange.request;
      if (!bufferRequest || !body) return forward(exchange, settings);
      return body.buffer().then(() => forward(exchange, settings));
    };
  },
};

/** A request of its own (`new`), or a copy of the one that came (`copy`). */
const startMessage = async (mode: 'new' | 'copy', exchange: Exchange): Promise<Message> => {
  const { request } = exchange;
  if (mode === 'new') return { method: 'GET', url: request.url, headers: new Headers(), body: undefined };
  await request.body?.buffer();
  const { method, url, headers, body } = forBackend(exchange);
  return { method, url: url.copy(), headers, body };
};

const urlFrom = (address: string): Url => {
  const parsed = URL.parse(address);
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol))
    throw new PolicyError({
      reason: 'InvalidUrl',
      message: `"${address}" is no http or https address.`,
      shown: 'Internal server error',
      status: 500,
    });
  return new Url(
    { ...parseDestination(parsed.origin), basePath: '' },
    parsed.pathname,
    new Query(parsed.search.slice(1)),
  );
};

export const sendRequest: Policy = {
  compile: (reader) => {
    const mode = reader.choice('mode', ['new', 'copy'], 'new');
    const variable = reader.optional('response-variable-name', text);
    const timeout = reader.given('timeout', positive, 60);
    const ignoreError = reader.given('ignore-error', boolean, false);
    const url = reader.one('set-url')?.content(text);
    if (!url && mode === 'new') reader.fail('needs <set-url>');
    const methodReader = reader.one('set-method');
    const method = methodReader && readSetMethod(methodReader);
    const headers = reader.all('set-header').map(readSetHeader);
    const bodyReader = reader.one('set-body');
    const body = bodyReader && readSetBody(bodyReader);

    const send = async (exchange: Exchange): Promise<void> => {
      const message = await startMessage(mode, exchange);
      if (url) message.url = urlFrom(url.of(exchange));
      if (method) message.method = method.of(exchange);
      if (body) message.body = body(exchange);
      message.headers.set('Host', authority(message.url.destination));
      for (const change of headers) change(message.headers, exchange);
      const response = await exchange.services.send(outgoing(message, timeout.of(exchange) * 1000));
      await response.body?.buffer();
      if (variable) exchange.variables.set(variable.of(exchange), response);
    };

    return async (exchange) => {
      try {
        await send(exchange);
      } catch (error) {
        if (!ignoreError.of(exchange)) throw asPolicyError(error);
        exchange.services.log.warn(
          { err: error, requestId: exchange.requestId },
          'send-request failed; its error is ignored',
        );
        if (variable) exchange.variables.set(variable.of(exchange), undefined);
      }
    };
  },
};
