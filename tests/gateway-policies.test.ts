/** What the gateway does to every call: headers, limits, retries, caching, errors. */
import { expect, test } from 'vitest';
import { FakeTimeout } from '../local/api-management/testing.ts';
import { commonProblems } from '../shared/http/problems.ts';
import { away, bearer, gateway, operator, problem, shopper } from './support/gateway-policies.ts';

const items = '/api/catalog/items';
const basket = '/api/basket/baskets/me';
const answering = (body: object = { items: [] }) => gateway(() => Response.json(body));
const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

test('the function key goes to the backend, whatever the caller sends in its place', async () => {
  const { calls } = await answering().request(`${items}?code=mine&pageSize=2`, {
    headers: { 'x-functions-key': 'mine' },
  });
  expect(calls.map(({ url }) => url)).toEqual(['https://catalog.test/items?pageSize=2']);
  expect(calls[0]?.headers.get('x-functions-key')).toBe('key-of-catalog');
});

test('what only proxies and hosts may say does not get through', async () => {
  const said = [
    'X-Forwarded-For',
    'X-Forwarded-Host',
    'Forwarded',
    'X-Original-URL',
    'X-MS-CLIENT-PRINCIPAL',
    'Cookie',
  ];
  const { calls } = await answering().request(items, {
    headers: Object.fromEntries(said.map((name) => [name, 'forged'])),
  });
  expect([...(calls[0]?.headers.values() ?? [])].join()).not.toContain('forged');
});

test('a trace of the caller is kept, and one is started for who brings none', async () => {
  const kept = await answering().request(items, { headers: { traceparent } });
  expect([kept.calls[0]?.headers.get('traceparent'), kept.headers.get('traceparent')]).toEqual([
    traceparent,
    traceparent,
  ]);
  for (const headers of [
    {},
    { traceparent: '00-00000000000000000000000000000000-00f067aa0ba902b7-01' },
    { traceparent: 'x' },
  ]) {
    const started = await answering().request(items, { headers });
    expect(started.calls[0]?.headers.get('traceparent')).toMatch(/^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  }
});

test('good answers, errors and unknown addresses all have the security headers and say nothing of their making', async () => {
  const headers = { server: 'Kestrel', 'x-powered-by': 'ASP.NET', 'request-context': 'appId=1', 'set-cookie': 'a=b' };
  const shop = gateway(({ url }) =>
    url.includes('types') ? problem(500, 'internal-error') : Response.json({}, { headers }),
  );
  for (const path of [items, '/api/catalog/types', basket, '/api/nothing', '/api/catalog/nothing']) {
    const answer = await shop.request(path);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=31536000');
    expect(answer.headers.get('traceparent')).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(Object.keys(headers).filter((name) => answer.headers.has(name))).toEqual([]);
  }
});

test('an address that no operation has is a problem like all others', async () => {
  for (const path of ['/api/nothing', '/api/catalog/nothing', '/api/catalog/health', '/admin/functions']) {
    const { status, json, calls } = await answering().request(path);
    expect([path, status, json(), calls]).toEqual([
      path,
      404,
      expect.objectContaining({ code: 'not-found', retryable: false }),
      [],
    ]);
  }
});

test('an address that calls too often is told to wait, and others are not', async () => {
  const shop = gateway(() => Response.json({}), { 'address-calls-per-minute': '2' });
  const call = (ipAddress: string) => shop.request(items, { ipAddress });
  expect([(await call('192.0.2.1')).status, (await call('192.0.2.1')).status]).toEqual([200, 200]);
  const refused = await call('192.0.2.1');
  expect(refused.json()).toMatchObject({ status: 429, code: 'too-many-requests', retryable: true });
  expect([refused.status, refused.headers.get('retry-after'), refused.calls]).toEqual([429, '60', []]);
  expect((await call('192.0.2.2')).status).toBe(200);
  shop.advance(60_000);
  expect((await call('192.0.2.1')).status).toBe(200);
});

test('a caller who calls too often is told to wait, from whatever address', async () => {
  const shop = gateway(() => Response.json({}), { 'caller-calls-per-minute': '1' });
  const call = async (ipAddress: string, sub: string) =>
    (await shop.request(basket, { ipAddress, headers: await bearer({ ...shopper, sub }) })).status;
  expect([await call('192.0.2.1', 'alice'), await call('192.0.2.2', 'alice'), await call('192.0.2.2', 'bob')]).toEqual([
    200, 429, 200,
  ]);
});

test('a body that is larger than any JSON of the shop is refused', async () => {
  const put = async (size: number) =>
    answering().request(basket, { method: 'PUT', headers: await bearer(), body: 'x'.repeat(size) });
  expect((await put(64 * 1024)).status).toBe(200);
  const refused = await put(64 * 1024 + 1);
  const { title, retryable } = commonProblems['body-too-large'];
  expect(refused.json()).toMatchObject({ status: 413, code: 'body-too-large', title, retryable });
  expect(refused.calls.filter(({ url }) => url.includes('basket.test'))).toEqual([]);
});

test('a stream of events passes no policy that would wait for its end', async () => {
  const stream = '/api/ordering/orders/stream';
  const shop = gateway(() => new Response('data: 1\n\n', { headers: { 'content-type': 'text/event-stream' } }));
  const { status, text, headers } = await shop.request(stream, { headers: await bearer() });
  expect([status, headers.get('content-type'), text]).toEqual([200, 'text/event-stream', 'data: 1\n\n']);
  // The limit of bodies holds everything back until it has counted; here it lets even a large one through.
  const large = await shop.request(stream, { headers: await bearer(), body: 'x'.repeat(64 * 1024 + 1) });
  expect(large.status).toBe(200);
  const cut = await gateway(away).request(stream, { headers: await bearer() });
  expect([cut.status, cut.json()]).toEqual([503, expect.objectContaining(unavailable)]);
});

test('a picture may have 1 MB', async () => {
  const put = async (size: number) =>
    answering().request(`${items}/mug/picture`, {
      method: 'PUT',
      headers: await bearer(operator),
      body: 'x'.repeat(size),
    });
  expect((await put(1024 * 1024)).status).toBe(200);
  const refused = await put(1024 * 1024 + 1);
  expect(refused.json()).toMatchObject({ status: 413, code: 'body-too-large', retryable: false });
  expect(refused.headers.get('content-type')).toBe('application/problem+json');
});

test('a read is tried again while nobody is there to answer it, a command is not', async () => {
  let failures = 2;
  const shop = gateway(() =>
    failures-- > 0 ? problem(503, 'temporarily-unavailable') : Response.json({ at: 'last' }),
  );
  const read = await shop.request(items);
  expect([read.status, read.json(), read.calls.length]).toEqual([200, { at: 'last' }, 3]);
  failures = 1;
  const command = await shop.request(`${basket}/seen`, { method: 'POST', headers: await bearer() });
  expect([command.status, command.calls.filter(({ url }) => url.includes('basket.test')).length]).toEqual([503, 1]);
});

test('what a function refuses reaches the caller as it is', async () => {
  const shop = gateway(() => problem(404, 'item-not-found', { instance: 'invocation-1' }));
  const { status, json } = await shop.request(`${items}/none`);
  expect([status, json()]).toEqual([
    404,
    expect.objectContaining({ code: 'item-not-found', instance: 'invocation-1' }),
  ]);
});

const unavailable = {
  status: 503,
  code: 'temporarily-unavailable',
  title: commonProblems['temporarily-unavailable'].title,
  retryable: true,
};

test.each<[string, () => Response]>([
  ['cannot be reached', away],
  [
    'does not answer in time',
    () => {
      throw new FakeTimeout();
    },
  ],
  [
    'is not deployed',
    () => new Response('<h1>404 Web Site not found</h1>', { status: 404, headers: { 'content-type': 'text/html' } }),
  ],
  ['does not take our key', () => new Response(null, { status: 401 })],
  [
    'is starting',
    () => new Response('Service Unavailable', { status: 503, headers: { 'content-type': 'text/plain' } }),
  ],
  ['has a gateway of its own that gives up', () => new Response('', { status: 502 })],
])('a backend that %s is unavailable for now, never something that is not found', async (_what, backend) => {
  const { status, json, headers } = await gateway(backend).request(`${items}/mug`);
  expect([status, json()]).toEqual([503, expect.objectContaining(unavailable)]);
  expect([headers.get('retry-after'), headers.get('content-type')]).toEqual(['1', 'application/problem+json']);
});

test('an error that the host makes of a crash is one of ours', async () => {
  const { status, json, text } = await gateway(
    () => new Response('Error: secret\n at app.cjs:1', { status: 500 }),
  ).request(items);
  const { title, retryable } = commonProblems['internal-error'];
  expect([status, json()]).toEqual([500, expect.objectContaining({ code: 'internal-error', title, retryable })]);
  expect(text).not.toContain('secret');
});

test('a backend that keeps failing is left alone for five seconds', async () => {
  let healthy = false;
  const shop = gateway(() => (healthy ? Response.json({}) : away()));
  for (let call = 0; call < 20; call++) expect((await shop.request(`${items}/${call}`)).calls).toHaveLength(1);
  const spared = await shop.request(`${items}/mug`);
  expect([spared.status, spared.calls, spared.json()]).toEqual([503, [], expect.objectContaining(unavailable)]);
  expect(spared.headers.get('retry-after')).toBe('5');
  healthy = true;
  shop.advance(5_000);
  expect((await shop.request(`${items}/mug`)).status).toBe(200);
});

test('what visitors see of the catalog is kept for a moment, by address and query', async () => {
  const shop = answering();
  const asked = async (path: string) => (await shop.request(path)).calls.length;
  expect([await asked(items), await asked(items), await asked(`${items}?pageIndex=1`)]).toEqual([1, 0, 1]);
  expect([await asked(`${items}/mug`), await asked(`${items}/mug`), await asked(`${items}/pin`)]).toEqual([1, 0, 1]);
  expect((await shop.request(items)).headers.get('cache-control')).toBe('no-store');
  shop.advance(5_000);
  expect([await asked(items), await asked(`${items}/mug`)]).toEqual([1, 1]);
});

test('brands and kinds are kept for a minute, pictures for an hour, and browsers may keep them too', async () => {
  const shop = gateway(({ url }) =>
    Response.json(
      {},
      { headers: url.includes('pictures') ? { 'cache-control': 'public, max-age=31536000, immutable' } : {} },
    ),
  );
  const paths = ['/api/catalog/brands', '/api/catalog/types', '/api/catalog/pictures/p1'];
  const asked = async () =>
    (await Promise.all(paths.map((path) => shop.request(path)))).map(({ calls, headers }) => [
      calls.length > 0,
      headers.get('cache-control'),
    ]);
  const minute = 'public, max-age=60, must-revalidate';
  const forever = 'public, max-age=31536000, immutable';
  expect(await asked()).toEqual([
    [true, minute],
    [true, minute],
    [true, forever],
  ]);
  expect(await asked()).toEqual([
    [false, minute],
    [false, minute],
    [false, forever],
  ]);
});

test('what an operator reads, and what went wrong, is not kept', async () => {
  const shop = gateway(({ url }) => (url.includes('none') ? problem(404, 'item-not-found') : Response.json({})));
  const asked = async (path: string, headers = {}) => (await shop.request(path, { headers })).calls.length;
  const token = await bearer(operator);
  expect([await asked(items, token), await asked(items, token)]).toEqual([1, 1]);
  expect([await asked(`${items}/none`), await asked(`${items}/none`)]).toEqual([1, 1]);
});

test('the storefront may call from its own origin, and no other page may', async () => {
  const preflight = (origin: string, method = 'PUT') =>
    answering().request(basket, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization, content-type, idempotency-key, if-match',
      },
    });
  const allowed = await preflight('https://shop.test');
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://shop.test');
  expect(allowed.headers.get('access-control-max-age')).toBe('600');
  for (const refused of [await preflight('https://evil.test'), await preflight('https://shop.test', 'PATCH')])
    expect(refused.headers.has('access-control-allow-origin')).toBe(false);
});

test('the storefront may read ETag, Location and Retry-After of answers and of errors', async () => {
  for (const path of [items, basket]) {
    const { headers } = await answering().request(path, { headers: { origin: 'https://shop.test' } });
    expect(headers.get('access-control-allow-origin')).toBe('https://shop.test');
    expect(headers.get('access-control-expose-headers')).toBe('etag,location,retry-after,traceparent');
    expect(headers.has('access-control-allow-credentials')).toBe(false);
  }
});
