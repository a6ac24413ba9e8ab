/** Policies that change the request before the backend and the response after it. */
import type { Exchange } from '../runtime/exchange.ts';
import { Headers } from '../runtime/headers.ts';
import type { GatewayResponse } from '../runtime/messages.ts';
import { readSetBody, readSetHeader, readSetMethod, readSetStatus, statusOf } from './message-parts.ts';
import type { Policy } from './policy.ts';
import type { Section } from './scope.ts';
import { anything, text } from './value.ts';

/** Whether this section works on the response. */
export const isOutgoing = (section: Section): boolean => section === 'outbound' || section === 'on-error';

/** The response, made empty when nothing has answered yet (as when on-error follows a failed connection). */
export const responseOf = (exchange: Exchange): GatewayResponse =>
  (exchange.response ??= { status: 200, reason: 'OK', headers: new Headers(), body: undefined });

export const setHeader: Policy = {
  compile: (reader) => {
    const change = readSetHeader(reader);
    if (isOutgoing(reader.scope.section)) return (exchange) => change(responseOf(exchange).headers, exchange);
    return (exchange) => change(exchange.request.headers, exchange);
  },
};

export const setBody: Policy = {
  compile: (reader) => {
    const make = readSetBody(reader);
    const outgoing = isOutgoing(reader.scope.section);
    return (exchange) => {
      const message = outgoing ? responseOf(exchange) : exchange.request;
      const made = make(exchange);
      message.body?.discard();
      message.body = made;
      message.headers.delete('Content-Length');
      return undefined;
    };
  },
};

export const setStatus: Policy = {
  compile: (reader) => {
    const line = readSetStatus(reader);
    return (exchange) => void Object.assign(responseOf(exchange), statusOf(line, exchange));
  },
};

export const setMethod: Policy = {
  sections: ['inbound', 'on-error'],
  compile: (reader) => {
    const method = readSetMethod(reader);
    return (exchange) => {
      exchange.request.method = method.of(exchange);
      return undefined;
    };
  },
};

export const setVariable: Policy = {
  compile: (reader) => {
    const name = reader.fixed('name');
    const value = reader.required('value', anything);
    return (exchange) => void exchange.variables.set(name, value.of(exchange));
  },
};

export const setQueryParameter: Policy = {
  sections: ['inbound', 'backend'],
  compile: (reader) => {
    const name = reader.required('name', text);
    const action = reader.choice('exists-action', ['override', 'skip', 'append', 'delete'], 'override');
    const values = reader.all('value').map((value) => value.content(text) ?? { of: () => '' });
    if (action !== 'delete' && !values.length) reader.fail('needs a <value>');
    return (exchange) => {
      const { parameters } = exchange.request.url;
      const key = name.of(exchange);
      const present = parameters.parameters.get(key) ?? [];
      if (action === 'skip' && present.length) return undefined;
      const list = values.map((value) => value.of(exchange));
      parameters.set(key, action === 'delete' ? [] : action === 'append' ? [...present, ...list] : list);
      return undefined;
    };
  },
};
