/** What the handlers of the durable HTTP API get. */
import type { Engine } from '../engine/context.ts';
import type { DurableApiRequest, DurableApiResponse } from '../port.ts';

export interface ApiCall {
  engine: Engine;
  request: DurableApiRequest;
  /** Decoded parts of the path, by the names in the route. */
  params: Readonly<Record<string, string>>;
}

export type ApiHandler = (call: ApiCall) => DurableApiResponse | Promise<DurableApiResponse>;

/** The first value of a request header. */
export const header = (request: DurableApiRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

/** The management URLs in an answer repeat the query of the call, except for what belongs to that call alone. */
export const requiredQuery = (request: DurableApiRequest): string => {
  const kept = ['taskHub', 'connection', 'code'].flatMap((name) => {
    const value = request.query.get(name);
    return value === null ? [] : [`${name}=${encodeURIComponent(value)}`];
  });
  return kept.join('&');
};
