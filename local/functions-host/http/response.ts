/** The worker's answer to an HTTP request, written to the socket. */
import type { ServerResponse } from 'node:http';
import type { RpcHttpData, RpcInvocationResponse } from '../rpc.ts';
import { setCookie } from './cookies.ts';

const withoutBody = new Set([204, 205, 304]);
/** Node frames the body itself; what an app says about it could only be wrong. */
const framing = new Set(['content-length', 'transfer-encoding', 'connection']);

/** Bodies up to this size leave in one write with the headers, which Node does for strings only; latin1 keeps every byte. */
const smallBody = 16_384;

const headersOf = (http: RpcHttpData): Record<string, string | string[] | number> => {
  const headers: Record<string, string | string[] | number> = {};
  for (const name in http.headers) if (!framing.has(name)) headers[name] = http.headers[name] ?? '';
  if (http.cookies && http.cookies.length > 0) {
    const own = headers['set-cookie'];
    headers['set-cookie'] = [...(typeof own === 'string' ? [own] : []), ...http.cookies.map(setCookie)];
  }
  return headers;
};

/** An answer without a body. */
export const answer = (response: ServerResponse, status: number, headers: Record<string, string> = {}): void => {
  response.writeHead(status, withoutBody.has(status) ? headers : { ...headers, 'content-length': '0' }).end();
};

export const answerJson = (response: ServerResponse, status: number, body: unknown): void => {
  const text = JSON.stringify(body);
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    .end(text);
};

/** Writes what a function returned; a function that returned nothing is answered with an empty 200, as in Azure. */
export const writeResponse = (response: ServerResponse, outcome: RpcInvocationResponse): void => {
  const http = outcome.returnValue?.http ?? outcome.outputData?.find(({ data }) => data.http !== undefined)?.data.http;
  if (http === undefined) return answer(response, 200);
  const status = Number(http.statusCode ?? 200);
  const headers = headersOf(http);
  const body = http.body?.bytes;
  if (withoutBody.has(status)) {
    response.writeHead(status, headers).end();
    return;
  }
  headers['content-length'] = body?.byteLength ?? 0;
  response.writeHead(status, headers);
  if (body === undefined || body.byteLength > smallBody) response.end(body);
  else response.end(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'), 'latin1');
};
