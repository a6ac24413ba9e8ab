/** forward-request: sends the request to the backend, follows redirects if it is told to, and minds the circuit breaker. */
import { outcomeOf } from '../runtime/breakers.ts';
import type { Exchange } from '../runtime/exchange.ts';
import { BackendFailure, type GatewayResponse } from '../runtime/messages.ts';
import { PolicyError } from '../runtime/policy-error.ts';
import { parseDestination, Query, Url } from '../runtime/url.ts';
import { asPolicyError, authority, forBackend, type Message, outgoing } from './backend-message.ts';
import type { Policy } from './policy.ts';
import { decimal } from './value.ts';

const breakerOpen = (seconds: number): PolicyError =>
  new PolicyError({
    reason: 'CircuitBreakerOpen',
    message: `The backend is left alone for another ${seconds} seconds after too many failures.`,
    shown: 'The service is temporarily unavailable.',
    status: 503,
    headers: [['Retry-After', String(seconds)]],
  });

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
    if (error instanceof BackendFailure) {
      const reason = exchange.abandoned ? 'ClientConnectionFailure' : error.reason;
      services.breakers.record(backend.id, rule, { reason });
    }
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
