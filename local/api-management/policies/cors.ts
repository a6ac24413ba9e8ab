/** Cross-origin requests: answers preflight requests and adds the headers that let a page read the response. */
import type { Exchange } from '../runtime/exchange.ts';
import { Headers } from '../runtime/headers.ts';
import type { GatewayResponse } from '../runtime/messages.ts';
import type { Policy } from './policy.ts';
import type { Reader } from './reader.ts';
import { integer, text } from './value.ts';

interface Rules {
  credentials: boolean;
  terminate: boolean;
  origins: Set<string>;
  methods: Set<string>;
  headers: Set<string>;
  exposed: string[];
  maxAge: number;
}

/** The texts of `<outer><inner>…</inner></outer>`. */
const texts = (reader: Reader | undefined, inner: string): string[] =>
  (reader?.all(inner) ?? []).map((entry) => entry.content(text)?.constant?.trim() ?? '');

const readRules = (reader: Reader): Rules => {
  const methods = reader.one('allowed-methods');
  const origins = reader.one('allowed-origins');
  if (!origins) reader.fail('needs <allowed-origins>');
  const rules: Rules = {
    credentials: reader.flag('allow-credentials', false),
    terminate: reader.flag('terminate-unmatched-request', true),
    origins: new Set(texts(origins, 'origin').map((origin) => origin.replace(/\/$/, '').toLowerCase())),
    methods: new Set(texts(methods, 'method').map((method) => method.toUpperCase())),
    headers: new Set(texts(reader.one('allowed-headers'), 'header').map((header) => header.toLowerCase())),
    exposed: texts(reader.one('expose-headers'), 'header'),
    maxAge: methods?.given('preflight-result-max-age', integer, 0).constant ?? 0,
  };
  if (rules.credentials && rules.origins.has('*'))
    reader.fail('cannot allow credentials to every origin: name the origins');
  return rules;
};

const has = (set: ReadonlySet<string>, value: string): boolean => set.has('*') || set.has(value);

const allowsPreflight = ({ origins, methods, headers }: Rules, origin: string, request: Headers): boolean => {
  const method = request.text('Access-Control-Request-Method') ?? '';
  const asked = (request.text('Access-Control-Request-Headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase());
  // Without <allowed-methods> only GET and POST are allowed.
  const allowed = methods.size ? methods : new Set(['GET', 'POST']);
  return (
    has(origins, origin.toLowerCase()) &&
    has(allowed, method.toUpperCase()) &&
    asked.every((name) => name === '' || has(headers, name))
  );
};

const shareWith = (rules: Rules, origin: string, headers: Headers): void => {
  headers.set('Access-Control-Allow-Origin', rules.origins.has('*') ? '*' : origin);
  if (rules.credentials) headers.set('Access-Control-Allow-Credentials', 'true');
};

const preflightAnswer = (rules: Rules, origin: string, request: Headers): GatewayResponse => {
  const headers = new Headers();
  shareWith(rules, origin, headers);
  headers.set('Access-Control-Allow-Methods', request.text('Access-Control-Request-Method') ?? '');
  const asked = request.text('Access-Control-Request-Headers');
  if (asked !== undefined) headers.set('Access-Control-Allow-Headers', asked);
  if (rules.maxAge > 0) headers.set('Access-Control-Max-Age', String(rules.maxAge));
  return { status: 200, reason: 'OK', headers, body: undefined };
};

const stopWith = (exchange: Exchange, response: GatewayResponse): void => {
  exchange.response = response;
  exchange.stopped = 'returned';
};

const empty = (): GatewayResponse => ({ status: 200, reason: 'OK', headers: new Headers(), body: undefined });

/** Whether a request is a preflight request. */
export const isPreflight = (method: string, headers: Headers): boolean =>
  method === 'OPTIONS' && headers.has('Origin') && headers.has('Access-Control-Request-Method');

export const cors: Policy = {
  sections: ['inbound'],
  compile: (reader) => {
    const rules = readRules(reader);
    const preflight = (exchange: Exchange): void => {
      const { headers } = exchange.request;
      const origin = headers.text('Origin') ?? '';
      if (allowsPreflight(rules, origin, headers)) stopWith(exchange, preflightAnswer(rules, origin, headers));
      else if (rules.terminate) stopWith(exchange, empty());
    };
    const run = (exchange: Exchange): void => {
      const { headers, method } = exchange.request;
      const origin = headers.text('Origin');
      // Caches must not give one page's answer to another, nor one without these headers.
      if (!rules.origins.has('*')) exchange.atEnd.push((response) => response.headers.append('Vary', 'Origin'));
      if (origin === undefined) return undefined;
      if (isPreflight(method, headers)) return preflight(exchange);
      if (has(rules.origins, origin.toLowerCase()))
        exchange.atEnd.push((response) => {
          shareWith(rules, origin, response.headers);
          if (rules.exposed.length) response.headers.set('Access-Control-Expose-Headers', rules.exposed.join(','));
        });
      else if (rules.terminate && (method === 'GET' || method === 'HEAD')) stopWith(exchange, empty());
      return undefined;
    };
    return { run, preflight };
  },
};
