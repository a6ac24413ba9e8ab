/** The built-in cache: whole responses (cache-lookup, cache-store) and single values. */
import { Body } from '../runtime/body.ts';
import type { Exchange } from '../runtime/exchange.ts';
import type { Headers } from '../runtime/headers.ts';
import type { GatewayResponse } from '../runtime/messages.ts';
import type { Policy } from './policy.ts';
import { positive, type Reader } from './reader.ts';
import { anything, boolean, text } from './value.ts';

interface CachedResponse {
  status: number;
  reason: string;
  headers: Headers;
  bytes: Buffer | undefined;
}

const readNames = (readers: Reader[]): string[] =>
  readers.flatMap((reader) =>
    (reader.content(text)?.constant ?? '')
      .split(';')
      .map((name) => name.trim())
      .filter(Boolean),
  );

const onlyBuiltIn = (reader: Reader): void => {
  reader.choice('caching-type', ['prefer-external', 'internal'], 'prefer-external');
};

interface Vary {
  headers: string[];
  parameters: string[];
}

/** Path, query and what the policy varies by; unit separators keep the parts apart. */
const keyOf = ({ api, operation, request }: Exchange, { headers, parameters }: Vary): string => {
  const { originalUrl } = request;
  const query = originalUrl.query;
  const names = parameters.length ? parameters : [...query.keys()].toSorted();
  return [
    String(api?.id),
    String(operation?.id),
    originalUrl.path,
    ...names.map((name) => `${name}=${query.get(name)?.join('\u001e') ?? ''}`),
    ...headers.map((name) => `${name}:${request.headers.text(name) ?? ''}`),
  ].join('\u001f');
};

/** What browsers and proxies may do with the response, for as long as it is kept here. */
const directives =
  (type: string, mustRevalidate: boolean) =>
  (seconds: number): string =>
    type === 'none'
      ? 'no-store'
      : [type, `max-age=${seconds}`, ...(mustRevalidate ? ['must-revalidate'] : [])].join(', ');

export const cacheLookup: Policy = {
  sections: ['inbound'],
  compile: (reader) => {
    reader.flag('vary-by-developer', false);
    reader.flag('vary-by-developer-groups', false);
    onlyBuiltIn(reader);
    const type = reader.choice('downstream-caching-type', ['none', 'private', 'public'], 'none');
    const mustRevalidate = reader.flag('must-revalidate', true);
    const allowPrivate = reader.given('allow-private-response-caching', boolean, false);
    const vary: Vary = {
      headers: readNames(reader.all('vary-by-header')),
      parameters: readNames(reader.all('vary-by-query-parameter')),
    };
    const cacheControl = directives(type, mustRevalidate);
    return (exchange) => {
      const { request, services } = exchange;
      // Responses to a signed-in caller are theirs alone unless the policy says otherwise.
      const isPrivate = request.headers.has('Authorization') && !allowPrivate.of(exchange);
      if (isPrivate || (request.method !== 'GET' && request.method !== 'HEAD')) return undefined;
      const key = `response/${request.method}/${keyOf(exchange, vary)}`;
      exchange.caching = { key, cacheControl };
      const found = services.cache.get(key) as CachedResponse | undefined;
      if (!found) return undefined;
      exchange.response = fromCache(found);
      exchange.stopped = 'cached';
      return undefined;
    };
  },
};

const fromCache = ({ status, reason, headers, bytes }: CachedResponse): GatewayResponse => ({
  status,
  reason,
  headers: headers.copy(),
  body: bytes && Body.of(bytes),
});

export const cacheStore: Policy = {
  sections: ['outbound'],
  compile: (reader) => {
    const duration = reader.required('duration', positive);
    const wanted = reader.optional('cache-response', boolean);
    return (exchange) => {
      const { response, caching, services } = exchange;
      if (!response || !caching || response.headers.has('Set-Cookie')) return undefined;
      if (!(wanted ? wanted.of(exchange) : response.status === 200)) return undefined;
      const seconds = duration.of(exchange);
      const keep = (): void => {
        const { status, reason, headers, body } = response;
        if (!headers.has('Cache-Control')) headers.set('Cache-Control', caching.cacheControl(seconds));
        const cached: CachedResponse = { status, reason, headers: headers.copy(), bytes: body?.bytes };
        services.cache.set(caching.key, cached, seconds);
      };
      if (response.body && !response.body.bytes) return response.body.buffer().then(keep);
      return keep();
    };
  },
};

const valueKey = (key: string): string => `value/${key}`;

export const cacheLookupValue: Policy = {
  compile: (reader) => {
    const key = reader.required('key', text);
    const variable = reader.fixed('variable-name');
    const fallback = reader.optional('default-value', anything);
    onlyBuiltIn(reader);
    return (exchange) => {
      const found = exchange.services.cache.get(valueKey(key.of(exchange))) ?? fallback?.of(exchange);
      if (found !== undefined) exchange.variables.set(variable, found);
      return undefined;
    };
  },
};

export const cacheStoreValue: Policy = {
  compile: (reader) => {
    const key = reader.required('key', text);
    const value = reader.required('value', anything);
    const duration = reader.required('duration', positive);
    onlyBuiltIn(reader);
    return (exchange) =>
      exchange.services.cache.set(valueKey(key.of(exchange)), value.of(exchange), duration.of(exchange));
  },
};

export const cacheRemoveValue: Policy = {
  compile: (reader) => {
    const key = reader.required('key', text);
    onlyBuiltIn(reader);
    return (exchange) => exchange.services.cache.delete(valueKey(key.of(exchange)));
  },
};
