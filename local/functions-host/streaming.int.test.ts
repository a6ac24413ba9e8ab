import { readFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from './testing/compile-app.ts';
import { runApp } from './testing/host-process.ts';

const app = { source: new URL('./fixtures/stream-app.ts', import.meta.url) };

const json = async (url: string, init?: RequestInit) =>
  (await fetch(url, init)).json() as Promise<Record<string, unknown>>;

/** Opens a request whose body the test writes; resolves with the answer when it begins. */
const openRequest = (url: string, headers: Record<string, string> = {}) => {
  const request = httpRequest(url, { method: 'POST', headers });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    request.on('response', resolve);
    request.on('error', reject);
  });
  answer.catch(() => undefined);
  return { request, answer };
};

/** Reads a body piece by piece. */
const pieces = (response: Response) => {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  return {
    next: async () => (await reader?.read())?.value,
    cancel: () => reader?.cancel(),
  };
};

describe('a request to an app with HTTP streaming', () => {
  test('reaches its function as it would without: parameters, query, headers, address, trace, body', async () => {
    const { url } = await runApp(app);
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const headers = [
      ['x-many', 'a'],
      ['x-many', 'b'],
      ['traceparent', traceparent],
      ['x-ms-invocation-id', 'mine'],
      ['x-forwarded-host', 'elsewhere'],
    ] as [string, string][];
    expect(
      await json(`${url}/api/described/7%2F8?a=1&b=%C3%A9`, { method: 'POST', body: 'žlutý', headers }),
    ).toMatchObject({
      method: 'POST',
      url: `${url}/api/described/7%2F8?a=1&b=%C3%A9`,
      params: { id: '7%2F8' },
      query: { a: '1', b: 'é' },
      many: 'a, b',
      invocationId: 'mine',
      traceParent: traceparent,
      body: 'žlutý',
    });
    expect(await json(`${url}/api/described/1/two`)).toMatchObject({ method: 'GET', params: { id: '1', part: 'two' } });
    const chunked = await fetch(`${url}/api/described/1`, {
      method: 'DELETE',
      body: ReadableStream.from([new TextEncoder().encode('in '), new TextEncoder().encode('pieces')]),
      duplex: 'half',
    });
    expect(await chunked.json()).toMatchObject({ method: 'DELETE', body: 'in pieces' });
    const head = await fetch(`${url}/api/described/1`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  test('is answered with status, headers and cookies of the function and nothing of the hop between', async () => {
    const { url } = await runApp(app);
    const plain = await fetch(`${url}/api/plain`);
    expect(plain.headers.getSetCookie()).toEqual(['a=1', 'b=2; HttpOnly']);
    expect(plain.headers.get('x-plain')).toBe('yes');
    expect(plain.headers.get('x-secret')).toBeNull();
    expect(plain.headers.get('x-ms-invocation-id')).toBeNull();
    expect(await plain.text()).toBe('žluťoučký');
    const empty = await fetch(`${url}/api/empty`, { method: 'DELETE' });
    expect([empty.status, await empty.text()]).toEqual([204, '']);
    expect((await fetch(`${url}/api/nowhere`)).status).toBe(404);
  });

  test('passes a large body unchanged, in both directions', async () => {
    const { url } = await runApp(app);
    const body = Buffer.alloc(3_000_000, Buffer.from(Array.from({ length: 251 }, (_, at) => at)));
    const echo = await fetch(`${url}/api/echo`, { method: 'POST', body: new Uint8Array(body) });
    expect(echo.status).toBe(201);
    expect(Buffer.from(await echo.arrayBuffer()).equals(body)).toBe(true);
    expect(await (await fetch(`${url}/api/echo`, { method: 'POST' })).text()).toBe('');
    const ignored = await fetch(`${url}/api/ignores`, { method: 'POST', body: new Uint8Array(body) });
    expect(await ignored.text()).toBe('not read');
  });

  test('needs its key as always', async () => {
    const keysDir = await temporaryFolder();
    const { url } = await runApp(app, ['--keys', keysDir]);
    const key = (await readFile(join(keysDir, 'function-key'), 'utf8')).trim();
    const status = async (headers: Record<string, string>) => (await fetch(`${url}/api/guarded`, { headers })).status;
    expect(await status({})).toBe(401);
    expect(await status({ 'x-functions-key': 'wrong' })).toBe(401);
    expect(await status({ 'x-functions-key': key })).toBe(200);
  });

  test('goes on with a connection that is kept, one request after the other', async () => {
    const { url } = await runApp(app);
    for (let at = 0; at < 50; at += 1)
      expect(await json(`${url}/api/described/${at}`)).toMatchObject({ params: { id: String(at) } });
    const many = Array.from({ length: 50 }, (_, at) => json(`${url}/api/described/${at}`));
    expect((await Promise.all(many)).map(({ params }) => params)).toEqual(
      Array.from({ length: 50 }, (_, at) => ({ id: String(at) })),
    );
  });
});

describe('a stream', () => {
  test('comes back while its request is still being sent', async () => {
    const { url } = await runApp(app);
    const { request, answer } = openRequest(`${url}/api/echo`);
    request.write('first');
    const response = await answer;
    const chunks = response.setEncoding('utf8')[Symbol.asyncIterator]() as AsyncIterator<string>;
    expect((await chunks.next()).value).toBe('first');
    request.write('second');
    expect((await chunks.next()).value).toBe('second');
    request.end();
    expect((await chunks.next()).done).toBe(true);
  });

  test('of server-sent events arrives event by event, none of them held back', async () => {
    const { url } = await runApp(app);
    const response = await fetch(`${url}/api/events/tick`);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const { next } = pieces(response);
    const tick = async () => expect((await fetch(`${url}/api/open/tick`, { method: 'POST' })).status).toBe(204);
    for (const left of [3, 2, 1, 0]) {
      expect(await next()).toBe(`data: ${left}\n\n`);
      if (left > 0) await tick();
    }
    expect(await next()).toBeUndefined();
  });

  test('that its reader leaves is closed towards the function, and the host goes on', async () => {
    const { url, printed } = await runApp({
      source: `
        import { app } from '@azure/functions';
        import { channel } from 'node:diagnostics_channel';
        app.setup({ enableHttpStream: true });
        channel('http.server.request.start').subscribe((message) => {
          const { request, response } = message as { request: import('node:http').IncomingMessage; response: import('node:http').ServerResponse };
          if (request.headers['x-ms-invocation-id']) response.on('close', () => console.log('the reader is gone: ' + !response.writableFinished));
        });
        app.http('endless', { methods: ['GET'], handler: async () => ({ body: ReadableStream.from((async function* () {
          for (;;) { yield new TextEncoder().encode('x'); await new Promise((resolve) => setTimeout(resolve, 20)); }
        })()) }) });
      `,
    });
    const { next, cancel } = pieces(await fetch(`${url}/api/endless`));
    expect(await next()).toMatch(/^x/);
    await cancel();
    expect(await printed('the reader is gone: true')).not.toContain('failed');
    expect(await pieces(await fetch(`${url}/api/endless`)).next()).toMatch(/^x/);
  });

  test('that its sender leaves breaks off for the function, too', async () => {
    const { url, printed } = await runApp(app);
    const { request } = openRequest(`${url}/api/reads`, { 'content-length': '1000' });
    request.write('only this');
    await printed('reading');
    request.destroy();
    await printed('the body broke off');
    expect(await json(`${url}/api/reads`, { method: 'POST', body: 'whole' })).toEqual({ length: 5 });
  });

  test('of events does not keep the host from stopping', async () => {
    const { url, stop, output } = await runApp(app);
    const { next } = pieces(await fetch(`${url}/api/events/never`));
    expect(await next()).toBe('data: 3\n\n');
    const stopped = stop('SIGTERM');
    expect(await next()).toBeUndefined();
    expect(await stopped).toBe(0);
    expect(output()).not.toContain('still running');
  });
});

describe('what goes wrong under streaming', () => {
  test('an error before the answer is an empty 500, logged once', async () => {
    const { url, output, stop } = await runApp(app);
    const error = await fetch(`${url}/api/throws`);
    expect([error.status, await error.text()]).toEqual([500, '']);
    expect((await fetch(`${url}/api/throws`, { method: 'POST', body: 'x'.repeat(2_000_000) })).status).toBe(500);
    await stop();
    expect(output().match(/failed: boom at noon/g)).toHaveLength(2);
  });

  test('an error in the middle of an answer breaks the connection, so that nobody takes the half for the whole', async () => {
    const { url, printed } = await runApp(app);
    const response = await fetch(`${url}/api/breaks`);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
    await printed('failed: broke in the middle');
  });

  test('a function that returns nothing is reported loudly and never answers', async () => {
    const { url, printed } = await runApp(app);
    const answered = fetch(`${url}/api/nothing`, { signal: AbortSignal.timeout(20_000) }).then(
      () => 'answered',
      () => 'gone',
    );
    expect(await printed('function=nothing')).toContain('returned nothing: under HTTP streaming');
    expect(await Promise.race([answered, fetch(`${url}/api/plain`).then(() => 'not answered')])).toBe('not answered');
  });

  test('a body above the limit is refused with 413, whether or not its length is announced', async () => {
    const { url } = await runApp({ ...app, settings: { FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '1000' } });
    const length = async (size: number) =>
      (await fetch(`${url}/api/reads`, { method: 'POST', body: 'x'.repeat(size) })).status;
    expect(await length(1000)).toBe(200);
    expect(await length(1001)).toBe(413);
    expect(await length(5_000_000)).toBe(413);
    const { request, answer } = openRequest(`${url}/api/reads`);
    request.end(Buffer.alloc(5_000_000));
    expect((await answer).statusCode).toBe(413);
    expect(await length(1000)).toBe(200);
  });

  test('headers above what the library takes are refused, and no invocation is left waiting', async () => {
    const { url, printed } = await runApp(app);
    const response = await fetch(`${url}/api/plain`, { headers: { 'x-long': 'x'.repeat(20_000) } });
    expect(response.status).toBe(431);
    await printed('gone before the function could take it');
  });
});

test('SIGTERM lets running requests finish', async () => {
  const { url, stop, printed } = await runApp(app);
  const running = fetch(`${url}/api/slow`);
  await printed('slow has begun');
  const code = stop('SIGTERM');
  await printed('stopping');
  expect((await fetch(`${url}/api/plain`)).status).toBe(503);
  expect(await (await running).text()).toBe('done');
  expect(await code).toBe(0);
});

test("the library's own server listens on this machine alone", async () => {
  const { printed } = await runApp(
    {
      source: `
        import { app } from '@azure/functions';
        import { Server } from 'node:net';
        app.setup({ enableHttpStream: true });
        const { listen } = Server.prototype;
        Server.prototype.listen = function (this: Server, ...args: unknown[]) {
          this.on('listening', () => console.log('library at ' + JSON.stringify(this.address())));
          return Reflect.apply(listen, this, args);
        } as typeof listen;
        app.http('any', { methods: ['GET'], handler: async () => ({}) });
      `,
    },
    [],
  );
  expect(await printed('library at ')).toMatch(/library at {"address":"127.0.0.1"/);
});
