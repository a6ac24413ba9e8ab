/** An HTTP request in the form in which the worker receives it. */
import type { IncomingMessage } from 'node:http';
import type { RpcHttpData } from '../rpc.ts';

/** Repeated keys are joined by a comma, as the Functions host does. */
const add = (map: Record<string, string>, name: string, value: string, separator = ',') => {
  const before = map[name];
  map[name] = before === undefined ? value : `${before}${separator}${value}`;
};

export const headersOf = (request: IncomingMessage): Record<string, string> => {
  const headers: Record<string, string> = {};
  const raw = request.rawHeaders;
  for (let at = 0; at < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase();
    add(headers, name, raw[at + 1] ?? '', name === 'cookie' ? '; ' : ',');
  }
  return headers;
};

const none: Record<string, string> = {};

const queryOf = (query: URLSearchParams | undefined): Record<string, string> => {
  if (query === undefined) return none;
  const map: Record<string, string> = {};
  for (const [name, value] of query) add(map, name, value);
  return map;
};

/** A request target taken apart: the path for the router, the query only if there is one. */
export const parseTarget = (target: string): { path: string; query: URLSearchParams | undefined } => {
  const mark = target.indexOf('?');
  return mark < 0
    ? { path: target, query: undefined }
    : { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) };
};

/** Trigger data of one request; the maps are plain ones, which the library takes as they are. */
export const toRpcRequest = (
  request: IncomingMessage,
  {
    params,
    query,
    body,
  }: { params: Record<string, string>; query: URLSearchParams | undefined; body: Buffer | undefined },
): RpcHttpData => {
  const headers = headersOf(request);
  return {
    method: request.method ?? 'GET',
    url: `http://${headers.host ?? 'localhost'}${request.url ?? '/'}`,
    headers,
    params,
    query: queryOf(query),
    ...(body && body.length > 0 && { body: { bytes: body } }),
  };
};
