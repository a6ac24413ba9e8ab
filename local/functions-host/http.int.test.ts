import { readFile, stat } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from './testing/compile-app.ts';
import { runApp } from './testing/host-process.ts';

const app = { source: new URL('./fixtures/http-app.ts', import.meta.url) };

const json = async (url: string, init?: RequestInit) =>
  (await fetch(url, init)).json() as Promise<Record<string, unknown>>;

/** Sends exactly these header lines, which fetch would tidy up. */
const raw = (url: string, headers: string[], method = 'GET', body?: Buffer) =>
  new Promise<{ status: number; text: string; headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
    const request = httpRequest(url, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString(),
          headers: response.headers,
        }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });

test('routes, parameters and queries reach the function that the ASP.NET rules choose', async () => {
  const { url, printed } = await runApp(app);
  expect(await json(`${url}/api/items`)).toMatchObject({ function: 'items-list', method: 'GET', params: {} });
  expect(await json(`${url}/API/Items/7?a=1&b=%C3%A9&a=2`)).toMatchObject({
    function: 'items-get',
    params: { id: '7' },
    query: { a: '1,2', b: 'é' },
  });
  expect(await json(`${url}/api/items/top/`)).toMatchObject({ function: 'items-top' });
  expect(await json(`${url}/api/items/0`)).toMatchObject({ function: 'items-named', params: { name: '0' } });
  expect(await json(`${url}/api/items/a%20b%2Fc/large`)).toMatchObject({
    function: 'items-named',
    params: { name: 'a b%2Fc', view: 'large' },
  });
  expect(await json(`${url}/api/files/deep/er/x.png`)).toMatchObject({ params: { path: 'deep/er/x.png' } });
  expect(await json(`${url}/api/no-route`)).toMatchObject({ function: 'no-route' });
  expect((await json(`${url}/api/items?x=1`)).url).toBe(`${url}/api/items?x=1`);
  const shadow = '"shadow" is hidden behind "items-named"';
  expect(await printed(shadow)).toContain(shadow);
});

test('a wrong method and an unknown route are both answered with 404, as in Azure', async () => {
  const { url } = await runApp(app);
  const wrong = [
    ['DELETE', '/api/items'],
    ['OPTIONS', '/api/items'],
    ['HEAD', '/api/items'],
    ['GET', '/api/nowhere'],
    ['GET', '/items'],
    ['GET', '/'],
  ];
  const statuses = wrong.map(async ([method = '', path]) => (await fetch(`${url}${path}`, { method })).status);
  expect(await Promise.all(statuses)).toEqual(wrong.map(() => 404));
});

test('HEAD is answered by a function that lists it, without body', async () => {
  const { url } = await runApp(app);
  const response = await fetch(`${url}/api/items/3`, { method: 'HEAD' });
  expect(response.status).toBe(200);
  expect(Number(response.headers.get('content-length'))).toBeGreaterThan(0);
  expect(await response.text()).toBe('');
});

test('bodies pass unchanged in both directions, binary, empty, text, chunked and large ones', async () => {
  const { url } = await runApp(app);
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, at) => at));
  const echo = async (body: Buffer) =>
    Buffer.from(await (await fetch(`${url}/api/echo`, { method: 'POST', body: new Uint8Array(body) })).arrayBuffer());
  expect(await echo(bytes)).toEqual(bytes);
  expect(await echo(Buffer.alloc(0))).toEqual(Buffer.alloc(0));
  const large = Buffer.alloc(300_000, bytes);
  expect((await echo(large)).equals(large)).toBe(true);
  const chunked = await raw(
    `${url}/api/echo`,
    ['host', 'x', 'transfer-encoding', 'chunked'],
    'POST',
    Buffer.from('in pieces'),
  );
  expect(chunked.text).toBe('in pieces');
  const text = await fetch(`${url}/api/text`);
  expect(text.headers.get('content-type')).toBe('text/plain;charset=UTF-8');
  expect(await text.text()).toBe('žluťoučký');
  expect(await (await fetch(`${url}/api/big`)).text()).toHaveLength(100_000);
  const created = await fetch(`${url}/api/items`, { method: 'POST', body: '{"a":1}' });
  expect([created.status, await created.json()]).toEqual([201, { a: 1 }]);
});

test('a body above the limit is refused with 413, whether or not its length is announced', async () => {
  const { url } = await runApp({ ...app, settings: { FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '1000' } });
  expect((await fetch(`${url}/api/echo`, { method: 'POST', body: 'x'.repeat(1001) })).status).toBe(413);
  expect((await fetch(`${url}/api/echo`, { method: 'POST', body: 'x'.repeat(1000) })).status).toBe(200);
  expect((await fetch(`${url}/api/echo`, { method: 'POST', body: 'x'.repeat(5_000_000) })).status).toBe(413);
  const chunked = ['host', 'x', 'transfer-encoding', 'chunked'];
  expect((await raw(`${url}/api/echo`, chunked, 'POST', Buffer.alloc(5_000_000))).status).toBe(413);
  expect((await raw(`${url}/api/echo`, chunked, 'POST', Buffer.alloc(1001))).status).toBe(413);
});

test('repeated headers are joined by a comma', async () => {
  const { url } = await runApp(app);
  expect((await raw(`${url}/api/header`, ['host', 'x', 'X-Many', 'a', 'x-many', 'b'])).text).toBe('a,b');
});

test('cookies are written as ASP.NET writes them', async () => {
  const { url } = await runApp(app);
  expect((await fetch(`${url}/api/cookies`)).headers.getSetCookie()).toEqual([
    'sid=a%20b%3Bc; max-age=60; path=/; samesite=lax; httponly',
    'old=; domain=example.org; path=/shop; secure; samesite=none',
  ]);
});

describe('what a function returns or throws', () => {
  test('204 has no body, nothing returned is an empty 200, an error is an empty 500 and is logged once', async () => {
    const { url, output, stop } = await runApp(app);
    const empty = await fetch(`${url}/api/empty`);
    expect([empty.status, await empty.text(), empty.headers.get('content-length')]).toEqual([204, '', null]);
    const nothing = await fetch(`${url}/api/nothing`);
    expect([nothing.status, await nothing.text()]).toEqual([200, '']);
    const error = await fetch(`${url}/api/throws`);
    expect([error.status, await error.text()]).toEqual([500, '']);
    await stop();
    expect(output().match(/failed: boom at noon/g)).toHaveLength(1);
    expect(output()).toContain('function=throws');
    expect(output()).toMatch(/Error: boom at noon\n\s+at .*app\.js/);
  });

  test('a log after the function has ended is reported', async () => {
    const { url, printed } = await runApp(app);
    await fetch(`${url}/api/late-log`);
    await printed('said in time');
    await printed('said too late');
    const warning = "Unexpected call to 'log' on the context object";
    expect(await printed(warning)).toContain(warning);
  });
});

test('the trace of the caller goes on, and a broken one begins anew', async () => {
  const { url } = await runApp(app);
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  expect((await json(`${url}/api/items`, { headers: { traceparent } })).traceParent).toBe(traceparent);
  const begun = (await json(`${url}/api/items`, { headers: { traceparent: 'nonsense' } })).traceParent;
  expect(begun).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-01$/);
});

test('the route prefix of host.json counts, also the empty one', async () => {
  const hostJson = (routePrefix: string) => ({ version: '2.0', extensions: { http: { routePrefix } } });
  const shop = await runApp({ ...app, hostJson: hostJson('shop/v1') });
  expect((await fetch(`${shop.url}/shop/v1/items`)).status).toBe(200);
  expect((await fetch(`${shop.url}/api/items`)).status).toBe(404);
  const bare = await runApp({ ...app, hostJson: hostJson('') });
  expect((await fetch(`${bare.url}/items`)).status).toBe(200);
});

test('a disabled function has no route', async () => {
  const { url } = await runApp({ ...app, settings: { 'AzureWebJobs.off.Disabled': 'true' } });
  expect((await fetch(`${url}/api/off`)).status).toBe(404);
  expect((await fetch(`${url}/api/text`)).status).toBe(200);
});

describe('function keys', () => {
  test('open functions of authLevel function and admin, in header or query, and nothing else does', async () => {
    const keysDir = await temporaryFolder();
    const { url } = await runApp(app, ['--keys', keysDir]);
    const key = async (name: string) => (await readFile(join(keysDir, name), 'utf8')).trim();
    const [functionKey, masterKey] = [await key('function-key'), await key('master-key')];
    const status = async (path: string, given?: string) =>
      (await fetch(`${url}/api/${path}`, given === undefined ? {} : { headers: { 'x-functions-key': given } })).status;
    expect(await status('guarded')).toBe(401);
    expect(await status('guarded', 'wrong')).toBe(401);
    expect(await status('guarded', functionKey.slice(0, -1))).toBe(401);
    expect(await status('guarded', functionKey)).toBe(200);
    expect(await status('guarded', masterKey)).toBe(200);
    expect(await status(`guarded?code=${functionKey}`)).toBe(200);
    expect(await status(`guarded?code=${functionKey}x`)).toBe(401);
    expect(await status('masters', functionKey)).toBe(401);
    expect(await status('masters', masterKey)).toBe(200);
    expect(await status('text', 'wrong')).toBe(200);
    expect((await stat(join(keysDir, 'function-key'))).mode & 0o777).toBe(0o600);
  });

  test('are shared by the apps that share their folder', async () => {
    const keysDir = await temporaryFolder();
    const [one, other] = await Promise.all([runApp(app, ['--keys', keysDir]), runApp(app, ['--keys', keysDir])]);
    const key = (await readFile(join(keysDir, 'function-key'), 'utf8')).trim();
    for (const { url } of [one, other]) expect((await fetch(`${url}/api/guarded?code=${key}`)).status).toBe(200);
  });
});

describe('the end of a host', () => {
  test('SIGTERM lets running invocations finish and refuses new ones', async () => {
    const { url, stop, printed } = await runApp(app);
    const running = fetch(`${url}/api/slow`);
    await printed('slow has begun');
    const code = stop('SIGTERM');
    await printed('stopping');
    expect((await fetch(`${url}/api/text`)).status).toBe(503);
    expect(await (await running).text()).toBe('done');
    expect(await code).toBe(0);
  });

  test('an uncaught exception ends the process with 1 and its stack, so that a supervisor starts it again', async () => {
    const { url, exited, output } = await runApp(app);
    await fetch(`${url}/api/crash`);
    expect(await exited).toBe(1);
    expect(output()).toContain('Error: nobody catches this');
  });
});
