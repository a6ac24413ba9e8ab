/** The gateway on real sockets: streaming, hostile requests, files of the app, reloading, starting and stopping. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Gateway, startGateway } from './gateway.ts';
import { FolderError } from './problem.ts';

const log = pino({ level: 'silent' });
let folder: string;
let backend: Server;
let backendUrl: string;
let gateway: Gateway;
let answer: (request: IncomingMessage, response: ServerResponse) => unknown = (_, response) => response.end('{}');
const seen: IncomingMessage[] = [];

const options = () => ({
  dir: join(folder, 'shop'),
  port: 0,
  staticDir: join(folder, 'spa'),
  siteSettings: { gateway: '', issuer: 'http://127.0.0.1:9080/' },
  namedValues: { 'basket-key': 'k' },
  backends: { catalog: `${backendUrl}/api/catalog` },
  bodyLimit: 1000,
  log,
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  await cp(join(import.meta.dirname, 'fixtures/shop'), join(folder, 'shop'), { recursive: true });
  await mkdir(join(folder, 'spa/assets'), { recursive: true });
  await writeFile(join(folder, 'spa/index.html'), '<h1>shop</h1>');
  await writeFile(join(folder, 'spa/assets/app-1a2b3c4d.js'), 'run()');
  await writeFile(
    join(folder, 'spa/staticwebapp.config.json'),
    JSON.stringify({
      navigationFallback: { rewrite: '/index.html', exclude: ['/assets/*'] },
      routes: [{ route: '/assets/*', headers: { 'cache-control': 'immutable' } }],
      globalHeaders: { 'content-security-policy': "default-src 'self'; connect-src 'self' https:" },
    }),
  );
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await symlink(join(folder, 'secret.txt'), join(folder, 'spa/link.txt'));
  backend = createServer((request, response) => {
    seen.push(request);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(backend, 'listening');
  backendUrl = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;
  gateway = await startGateway(options());
});

afterAll(async () => {
  await gateway.close();
  backend.close();
  backend.closeAllConnections();
  await rm(folder, { recursive: true });
});

const url = (path: string): string => `http://127.0.0.1:${gateway.port}${path}`;

/** Bytes as they are, to the end of the connection. */
const raw = async (content: string): Promise<string> => {
  const socket = connect(gateway.port, '127.0.0.1');
  socket.write(content.replaceAll('\n', '\r\n'));
  return text(socket);
};

const statusLine = async (content: string): Promise<string> => (await raw(content)).split('\r\n')[0] ?? '';

test('bodies pass in both directions as they are', async () => {
  const sent = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 256));
  answer = (request, response) => {
    response.setHeader('Content-Type', 'application/octet-stream');
    request.pipe(response);
  };
  const response = await fetch(url('/api/catalog/items'), { method: 'POST', body: sent });
  expect(Buffer.from(await response.arrayBuffer()).equals(sent)).toBe(true);
});

test('server-sent events arrive one by one, while the backend goes on', async () => {
  const { promise: first, resolve: received } = Promise.withResolvers<void>();
  answer = async (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.flushHeaders();
    response.write('data: 1\n\n');
    await first;
    response.end('data: 2\n\n');
  };
  const response = await fetch(url('/api/catalog/events'));
  const parts: string[] = [];
  for await (const part of response.body ?? []) {
    parts.push(Buffer.from(part).toString());
    received();
  }
  expect(parts).toEqual(['data: 1\n\n', 'data: 2\n\n']);
});

test('a client that goes takes its request to the backend with it', async () => {
  const { promise: gone, resolve } = Promise.withResolvers<void>();
  answer = (_, response) => {
    response.once('close', () => resolve());
    leave.abort();
  };
  const leave = new AbortController();
  await expect(fetch(url('/api/catalog/items'), { signal: leave.signal })).rejects.toThrow('aborted');
  await expect(gone).resolves.toBeUndefined();
});

test('clients that go are no failure of the backend', async () => {
  const records: { level: number; reason?: string; path?: string }[] = [];
  const write = (line: string) => void records.push(JSON.parse(line) as (typeof records)[number]);
  const own = await startGateway({ ...options(), log: pino({ level: 'debug' }, { write }) });
  const send = (init: RequestInit = {}) => fetch(`http://127.0.0.1:${own.port}/api/catalog/items`, init);
  const left = () => records.filter(({ reason }) => reason === 'ClientConnectionFailure').length;
  try {
    // One more than the breaker takes; half of them go while they are still sending.
    for (const isSending of [false, true, false, true]) {
      const leave = new AbortController();
      answer = () => leave.abort();
      const body = isSending && new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from('half')) });
      const sending = body ? { method: 'POST', body, duplex: 'half' as const } : {};
      const before = left();
      await expect(send({ ...sending, signal: leave.signal })).rejects.toThrow('aborted');
      await vi.waitFor(() => expect(left()).toBe(before + 1));
    }
    answer = (_, response) => response.end('{}');
    expect((await send()).status).toBe(200);
    expect(records.filter(({ level }) => level > 30)).toEqual([]);
  } finally {
    await own.close();
  }
});

test('a client that goes in the middle of an answer is no failure either', async () => {
  const lines: string[] = [];
  const own = await startGateway({ ...options(), log: pino({ level: 'warn' }, { write: (line) => lines.push(line) }) });
  const { promise: gone, resolve } = Promise.withResolvers<void>();
  answer = (_, response) => {
    response.once('close', () => resolve());
    response.writeHead(200, { 'Content-Length': '100' }).write('half');
  };
  try {
    const leave = new AbortController();
    const response = await fetch(`http://127.0.0.1:${own.port}/api/catalog/items`, { signal: leave.signal });
    leave.abort();
    await expect(response.text()).rejects.toThrow('aborted');
    await gone;
  } finally {
    await own.close();
  }
  expect(lines).toEqual([]);
});

test('a backend that breaks off in the middle is no complete answer', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'Content-Length': '100' });
    response.write('half');
    setImmediate(() => response.destroy());
  };
  await expect(fetch(url('/api/catalog/items')).then((response) => response.text())).rejects.toThrow('terminated');
});

test('headers for one hop only go no further', async () => {
  answer = (_, response) =>
    response.writeHead(200, { Connection: 'X-Hop', 'X-Hop': '1', 'Keep-Alive': 'timeout=1', 'X-End': '1' }).end('{}');
  seen.length = 0;
  const got = await raw(
    'GET /api/catalog/items HTTP/1.1\nHost: shop.example\nConnection: close, X-Secret\nX-Secret: 1\nTE: trailers\nX-Kept: 1\n\n',
  );
  expect([seen[0]?.headers['x-secret'], seen[0]?.headers.te, seen[0]?.headers['x-kept']]).toEqual([
    undefined,
    undefined,
    '1',
  ]);
  expect(seen[0]?.headers['x-forwarded-host']).toBe('shop.example');
  expect([/x-hop/i.test(got), /x-end/i.test(got)]).toEqual([false, true]);
});

test.each([
  [
    'both lengths',
    'POST /api/catalog/items HTTP/1.1\nHost: a\nContent-Length: 5\nTransfer-Encoding: chunked\n\n0\n\nGET /api/catalog/items HTTP/1.1\nHost: a\n\n',
  ],
  ['two lengths', 'POST /api/catalog/items HTTP/1.1\nHost: a\nContent-Length: 5\nContent-Length: 6\n\nhello'],
  ['an unknown coding', 'POST /api/catalog/items HTTP/1.1\nHost: a\nTransfer-Encoding: chunked, identity\n\n0\n\n'],
  ['a folded header', 'GET /api/catalog/items HTTP/1.1\nHost: a\nX-A: 1\n Transfer-Encoding: chunked\n\n'],
  ['a blank before the colon', 'GET /api/catalog/items HTTP/1.1\nHost: a\nContent-Length : 5\n\nhello'],
  ['no host', 'GET /api/catalog/items HTTP/1.1\n\n'],
  ['two hosts', 'GET /api/catalog/items HTTP/1.1\nHost: a\nHost: b\n\n'],
  ['a host that is none', 'GET /api/catalog/items HTTP/1.1\nHost: a/b@c\n\n'],
  ['an absolute target', 'GET http://evil.example/api/catalog/items HTTP/1.1\nHost: a\n\n'],
  ['a target without scheme', 'GET //evil.example/api/catalog/items HTTP/1.1\nHost: a\n\n'],
  ['dot segments', 'GET /api/catalog/../../secret.txt HTTP/1.1\nHost: a\n\n'],
  ['encoded dot segments', 'GET /api/catalog/%2e%2e/admin HTTP/1.1\nHost: a\n\n'],
  ['doubly encoded dot segments', 'GET /api/catalog/%252e%252e/admin HTTP/1.1\nHost: a\n\n'],
  ['encoded slashes', 'GET /api/catalog/items/..%2fadmin HTTP/1.1\nHost: a\n\n'],
  ['doubly encoded slashes', 'GET /api/catalog/items/a%252fadmin HTTP/1.1\nHost: a\n\n'],
  ['backslashes', 'GET /api/catalog/items\\..\\admin HTTP/1.1\nHost: a\n\n'],
  ['a zero byte', 'GET /api/catalog/items/%00 HTTP/1.1\nHost: a\n\n'],
  ['empty segments', 'GET /api//catalog/items HTTP/1.1\nHost: a\n\n'],
  ['broken encoding', 'GET /api/catalog/items/%zz HTTP/1.1\nHost: a\n\n'],
  ['something else than UTF-8', 'GET /api/catalog/items/%ff HTTP/1.1\nHost: a\n\n'],
  ['letters that are not ASCII', 'GET /api/catalog/items?q=ä HTTP/1.1\nHost: a\n\n'],
])('a request with %s reaches no backend', async (_, content) => {
  answer = (_, response) => response.end('{}');
  seen.length = 0;
  expect(await statusLine(content)).toBe('HTTP/1.1 400 Bad Request');
  expect(seen).toEqual([]);
});

test.each(['GET', 'DELETE', 'POST'])('a chunked body of %s stays a body', async (method) => {
  const bodies: string[] = [];
  answer = async (request, response) => {
    bodies.push(await text(request));
    response.end('{}');
  };
  seen.length = 0;
  const inner = 'GET /api/catalog/admin HTTP/1.1\r\nHost: a\r\n\r\n';
  const size = inner.length.toString(16);
  const path = method === 'DELETE' ? '/api/catalog/items/7' : '/api/catalog/items';
  const head = `${method} ${path} HTTP/1.1\nHost: a\nConnection: close\nTransfer-Encoding: chunked\n\n`;
  await raw(`${head}${size}\n${inner}\n0\n\n`.replaceAll('\r\n', '\n'));
  // Once more on the same connection to the backend, where a body without a length would show.
  await fetch(url('/api/catalog/items'));
  expect(seen.map((request) => `${request.method} ${request.url}`)).toEqual([
    `${method} ${path}`,
    'GET /api/catalog/items',
  ]);
  expect(bodies).toEqual([inner, '']);
});

test('a POST without a body is sent with length 0', async () => {
  answer = (_, response) => response.end('{}');
  seen.length = 0;
  await fetch(url('/api/catalog/items'), { method: 'POST' });
  expect([seen[0]?.headers['content-length'], seen[0]?.headers['transfer-encoding']]).toEqual(['0', undefined]);
});

test('a percent sign in a name is just that', async () => {
  answer = (request, response) => response.end(request.url);
  expect(await (await fetch(url('/api/catalog/items/100%25'))).text()).toBe('/api/catalog/items/100%25');
});

test('oversized headers are refused', async () => {
  expect(await statusLine(`GET /api/catalog/items HTTP/1.1\nHost: a\nX-A: ${'x'.repeat(20_000)}\n\n`)).toBe(
    'HTTP/1.1 431 Request Header Fields Too Large',
  );
});

test('a chunked body above the limit of the policy is refused before the backend', async () => {
  seen.length = 0;
  const outgoing = request(url('/api/basket/'), { method: 'PUT', headers: { 'Transfer-Encoding': 'chunked' } });
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  outgoing.write('x'.repeat(2_000_000));
  outgoing.end();
  const [response] = await answered;
  response.resume();
  expect([response.statusCode, seen.length]).toEqual([413, 0]);
});

test('what is neither an API nor a file is 404 as JSON', async () => {
  const response = await fetch(url('/api/unknown'), { method: 'POST' });
  expect([response.status, await response.json()]).toEqual([
    404,
    { status: 404, code: 'OperationNotFound', source: 'configuration' },
  ]);
});

test('the app is served, and its own paths get its page', async () => {
  const page = await fetch(url('/'));
  expect([page.status, page.headers.get('content-type'), page.headers.get('cache-control'), await page.text()]).toEqual(
    [200, 'text/html; charset=utf-8', 'no-cache', '<h1>shop</h1>'],
  );
  expect(await (await fetch(url('/orders/7'))).text()).toBe('<h1>shop</h1>');
  const script = await fetch(url('/assets/app-1a2b3c4d.js'));
  expect([script.headers.get('cache-control'), await script.text()]).toEqual(['immutable', 'run()']);
  expect((await fetch(url('/assets/missing.js'))).status).toBe(404);
  const head = await fetch(url('/index.html'), { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '13', '']);
});

test('the page, its settings and its files have the headers of the site’s configuration, which itself is not shown', async () => {
  for (const path of ['/', '/orders/7', '/config.json', '/assets/app-1a2b3c4d.js'])
    expect((await fetch(url(path))).headers.get('content-security-policy')).toBe(
      "default-src 'self'; connect-src 'self' http://127.0.0.1:9080",
    );
  expect(await (await fetch(url('/staticwebapp.config.json'))).text()).not.toContain('globalHeaders');
  expect((await fetch(url('/api/unknown'))).status).toBe(404);
});

test('a file that the browser has is not sent again', async () => {
  const etag = (await fetch(url('/'))).headers.get('etag') ?? '';
  const again = await fetch(url('/'), { headers: { 'If-None-Match': etag } });
  expect([again.status, await again.text()]).toEqual([304, '']);
});

test.each(['/link.txt', '/assets/%2e%2e/%2e%2e/secret.txt', '/..%2fsecret.txt'])(
  '%s does not leave the folder',
  async (path) => {
    const got = await raw(`GET ${path} HTTP/1.1\nHost: a\nConnection: close\n\n`);
    expect(got).not.toContain('\r\n\r\nsecret');
  },
);

test('a changed policy takes effect, a broken one does not and says why', async () => {
  const messages: string[] = [];
  const noted = pino(
    { level: 'info' },
    { write: (line: string) => void messages.push((JSON.parse(line) as { msg: string }).msg) },
  );
  const dir = join(folder, 'reloaded');
  await cp(join(folder, 'shop'), dir, { recursive: true });
  const own = await startGateway({ ...options(), dir, log: noted });
  const file = join(dir, 'apis/catalog/policy.xml');
  const before = await readFile(file, 'utf8');
  const withStatus = (element: string) => writeFile(file, before.replace('<outbound>', `<outbound>${element}`));
  const status = async () => (await fetch(`http://127.0.0.1:${own.port}/api/catalog/items`)).status;
  answer = (_, response) => response.end('{}');
  try {
    await withStatus('<set-status code="203" />');
    await vi.waitFor(async () => expect(await status()).toBe(203), 20_000);
    await withStatus('<set-colour />');
    const problem = 'apis/catalog/policy.xml:10: the policy <set-colour> is not supported';
    await vi.waitFor(() => expect(messages.join('\n')).toContain(problem), 20_000);
    expect(await status()).toBe(203);
  } finally {
    await own.close();
  }
});

test('a folder with mistakes does not start, and all of them are named', async () => {
  const dir = join(folder, 'broken');
  await cp(join(folder, 'shop'), dir, { recursive: true });
  await writeFile(
    join(dir, 'apis/basket/apiInformation.json'),
    '{ "properties": { "displayName": "Basket", "path": "/basket/" } }',
  );
  await writeFile(join(dir, 'backends/catalog/backendInformation.json'), '{ "properties": { "url": "ftp://x" ');
  await mkdir(join(dir, 'apis/catalog/operations/no-such'), { recursive: true });
  const error = await startGateway({ ...options(), dir, namedValues: {} }).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(FolderError);
  const { message } = error as FolderError;
  expect(message).toContain('apis/basket/apiInformation.json: properties.path: must not start or end with a slash');
  expect(message).toContain('backends/catalog/backendInformation.json:1: is not valid JSON');
  expect(message).not.toContain('names the backend');
  expect(message).toContain('the specification has no operation with operationId "no-such"');
  expect(message).toContain('{{basket-key}} is a secret and has no value here; set NAMED_VALUE_BASKET_KEY');
});

test('folders that nobody reads, and products made of what is not there, do not start', async () => {
  const dir = join(folder, 'misplaced');
  await cp(join(folder, 'shop'), dir, { recursive: true });
  const write = async (file: string, text: string) => {
    await mkdir(join(dir, dirname(file)), { recursive: true });
    await writeFile(join(dir, file), text);
  };
  await write('namedValues/colour/namedValueInformation.json', '{}');
  await write('loggers/insights/loggerInformation.json', '{}');
  await write('products/partners/apis/orders/productApiInformation.json', '{}');
  await write('products/partners/groups/guests/productGroupInformation.json', '{}');
  await write('products/partners/groups/friends/productGroupInformation.json', '{}');
  await write('products/partners/apis.json', '[{ "name": "start" }]');
  await mkdir(join(dir, 'products/partners/apis/basket'));
  const error = await startGateway({ ...options(), dir }).catch((failure: unknown) => failure);
  expect((error as FolderError).problems.map(({ file, message }) => `${file}: ${message.split(';')[0]}`)).toEqual([
    'namedValues: is not executed here',
    "products/partners/apis.json: is APIOps' way before version 6",
    'products/partners/groups/friends/productGroupInformation.json: names the group "friends", which does not exist',
    'products/partners/apis/basket/productApiInformation.json: the file is missing',
    'products/partners/productInformation.json: the product has the API "orders", which does not exist',
  ]);
});

const main = (...args: string[]) =>
  spawn(
    process.execPath,
    [join(import.meta.dirname, 'main.ts'), '--dir', join(folder, 'shop'), '--named-value', 'basket-key=k', ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );

test('the command reports its port and stops on SIGTERM', async () => {
  const child = main('--port', '0', '--static', join(folder, 'spa'));
  const [ready] = (await once(child, 'message')) as [{ type: string; port: number }];
  expect(ready.type).toBe('ready');
  expect((await fetch(`http://127.0.0.1:${ready.port}/`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test.each([
  [
    'a busy port',
    () => ['--port', String(gateway.port)],
    () => `Port ${gateway.port} is in use; choose another one with --port N (0 takes a free one)`,
  ],
  ['a port that is none', () => ['--port', 'x'], () => '--port is "x"; it must be a port from 0 to 65535.'],
  ['an unknown flag', () => ['--colour'], () => "Unknown option '--colour'"],
])('the command says in one line what is wrong with %s', async (_, args, message) => {
  const child = main(...args());
  const [errors, exit] = await Promise.all([text(child.stderr as Readable), once(child, 'exit')]);
  expect(errors.split('\n')[0]).toContain(message());
  expect(exit).toEqual([1, null]);
});
