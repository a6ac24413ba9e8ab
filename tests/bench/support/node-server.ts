/**
 * What our host is measured against: `node:http` answering the same JSON, bare, or building one `Request` and one `Response` for
 * each call, which is the least that any server does whose handlers take one and give the other. Run with `bare` or `fetch`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const body = (name: string | null) => ({ hello: name ?? 'world' });

const urlOf = (request: IncomingMessage) => new URL(request.url ?? '/', 'http://127.0.0.1');

const bare = (request: IncomingMessage, response: ServerResponse): void => {
  const text = JSON.stringify(body(urlOf(request).searchParams.get('name')));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text);
};

const handler = (request: Request): Response => Response.json(body(new URL(request.url).searchParams.get('name')));

const withFetchObjects = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
  const headers = incoming.headers as Record<string, string>;
  const answer = handler(new Request(urlOf(incoming), { method: incoming.method ?? 'GET', headers }));
  const content = Buffer.from(await answer.arrayBuffer());
  const answered = { ...Object.fromEntries(answer.headers), 'content-length': content.length };
  response.writeHead(answer.status, answered).end(content);
};

const server = createServer(
  process.argv[2] === 'bare' ? bare : (request, response) => void withFetchObjects(request, response),
);
server.listen(0, '127.0.0.1', () => process.send?.({ type: 'ready', port: (server.address() as AddressInfo).port }));
for (const signal of ['SIGTERM', 'disconnect']) process.once(signal, () => process.exit(0));
