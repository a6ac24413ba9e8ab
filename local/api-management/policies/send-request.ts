/** send-request: asks someone else while a request is under way, and keeps the answer in a variable. */
import type { Exchange } from '../runtime/exchange.ts';
import { Headers } from '../runtime/headers.ts';
import { PolicyError } from '../runtime/policy-error.ts';
import { parseDestination, Query, Url } from '../runtime/url.ts';
import { asPolicyError, authority, forBackend, type Message, outgoing } from './backend-message.ts';
import { readSetBody, readSetHeader, readSetMethod } from './message-parts.ts';
import type { Policy } from './policy.ts';
import { positive } from './reader.ts';
import { boolean, text } from './value.ts';

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
