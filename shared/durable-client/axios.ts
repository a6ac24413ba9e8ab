/**
 * Stands in for axios in the apps' bundles: what the client of durable-functions 3.x uses of it, over Node's own HTTP client. That client
 * talks to the host on the same machine for every message to a run; see docs/decisions/004-lean-durable-client.md.
 */
import { type IncomingMessage, request as requestHttp } from 'node:http';

type Headers = Readonly<Record<string, string>>;

interface Config {
  headers?: Headers;
}

/** An answer as axios gives it: `data` is parsed where it is JSON, and text where not. */
interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  data: unknown;
}

interface Sent extends Config {
  method: 'GET' | 'POST' | 'DELETE';
  body?: string;
}

const dataOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const requestOf = async (url: string) =>
  url.startsWith('https:') ? (await import('node:https')).request : requestHttp;

/** Resolves with the answer whatever its status, which is how the client sets up axios; rejects when there is none. */
const send = async (url: string, { method, headers, body = '' }: Sent): Promise<Answer> => {
  const request = await requestOf(url);
  const bytes = Buffer.from(body);
  return new Promise((resolve, reject) => {
    const sending = request(url, { method, headers: { ...headers, 'content-length': bytes.length } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, data: dataOf(text) }),
      );
    });
    sending.on('error', reject);
    sending.end(bytes);
  });
};

const json = { 'content-type': 'application/json' };

const create = () => ({
  get: (url: string, config: Config = {}) => send(url, { method: 'GET', ...config }),
  delete: (url: string, config: Config = {}) => send(url, { method: 'DELETE', ...config }),
  post: (url: string, body?: string, { headers }: Config = {}) =>
    send(url, { method: 'POST', headers: { ...json, ...headers }, ...(body !== undefined && { body }) }),
});

export default { create };
