/** The table of published samples in README.md: those that run are run here, those that are refused are refused by that name. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type FakeBackends, type PolicyUnderTest, testPolicies } from './testing.ts';

const here = import.meta.dirname;
const namedValues = {
  'authorizer-url': 'https://authorizer.test/',
  'storage-account': 'shop',
  'storage-table': 'orders',
  'storage-key': 'c2VjcmV0',
  'token-endpoint': 'https://login.test/token',
  'client-id': 'gateway',
  'client-scope': 'api',
  'client-secret': 's3cret',
};

const sample = (name: string, rest: Partial<PolicyUnderTest> = {}) =>
  testPolicies({ policy: readFileSync(`${here}/fixtures/samples/${name}.xml`, 'utf8'), namedValues, ...rest });

/** Rows of the table: title, file, verdict. */
const rows = readFileSync(`${here}/README.md`, 'utf8')
  .split('\n')
  .map((line) => /^\| (.+?) +\| `([\w-]+)\.xml` +\| (runs|refused: .+?) +\|$/.exec(line))
  .filter((match) => match !== null)
  .map(([, title = '', file = '', verdict = '']) => ({ title, file, verdict }));

const verdictOf = (file: string): string => {
  try {
    sample(file);
    return 'runs';
  } catch (error) {
    return (error as Error).message;
  }
};

test('the table has ten samples and every file', () => {
  expect(rows).toHaveLength(10);
  expect(rows.map(({ file }) => `${file}.xml`).toSorted()).toEqual(readdirSync(`${here}/fixtures/samples`).toSorted());
});

test.each(rows)('$title: $verdict', ({ file, verdict }) => {
  expect(verdictOf(file)).toContain(verdict.replace(/^refused: `(.*)`$/, '$1'));
});

test('an external authorizer is asked once, and its verdict is kept', async () => {
  const backends: FakeBackends = (request) =>
    Response.json({ verdict: request.headers.get('authorization') === 'friend' ? 'welcome' : 'no' });
  const gateway = sample('external-authorizer', { backends });
  const anonymous = await gateway.request('/test');
  expect([anonymous.status, anonymous.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm=gateway.test']);
  expect((await gateway.request('/test', { headers: { Authorization: 'stranger' } })).status).toBe(403);
  const calls = async () =>
    (await gateway.request('/test', { headers: { Authorization: 'friend' } })).calls.map(({ url }) => url);
  expect([await calls(), await calls()]).toEqual([
    ['https://authorizer.test/', 'https://backend.test/'],
    ['https://backend.test/'],
  ]);
});

test('a storage request is signed', async () => {
  const { calls } = await sample('shared-access-signature').request('/test');
  const url = new URL(calls[0]?.url ?? '');
  expect([url.pathname, url.searchParams.get('se'), url.searchParams.get('tn')]).toEqual([
    '/orders',
    '2026-11-16T12:00:00Z',
    'orders',
  ]);
  // From Node's own crypto: HMAC-SHA256 of the twelve lines with the key "secret".
  const { createHmac } = await import('node:crypto');
  const lines = ['r', '', '2026-11-16T12:00:00Z', '/table/shop/orders', '', '', '', '2021-06-08', '', '', '', ''];
  expect(url.searchParams.get('sig')).toBe(createHmac('sha256', 'secret').update(lines.join('\n')).digest('base64'));
  expect(calls[0]?.headers.get('x-ms-date')).toBe('Sun, 15 Nov 2026 12:00:00 GMT');
});

test('a product sees its part of the answer', async () => {
  const backends: FakeBackends = () => Response.json({ now: 1, hourly: 2, daily: 3 });
  expect((await sample('filter-by-product', { backends, product: 'Small' }).request('/test')).json()).toEqual({
    now: 1,
  });
  expect((await sample('filter-by-product', { backends, product: 'Large' }).request('/test')).json()).toEqual({
    now: 1,
    hourly: 2,
    daily: 3,
  });
});

test('a token against cross-site requests is fetched for changes only', async () => {
  const backends: FakeBackends = ({ method }) =>
    new Response(
      null,
      method === 'HEAD' ? { headers: { 'X-CSRF-Token': 't0k', 'Set-Cookie': 'a=1; SESSION=9,x' } } : {},
    );
  const gateway = sample('csrf-token', { backends });
  expect((await gateway.request('/test/x')).calls).toHaveLength(1);
  const { calls } = await gateway.request('/test/x?y=1', { method: 'POST', body: '{}' });
  expect(calls.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'HEAD https://backend.test/x?y=1',
    'POST https://backend.test/x?y=1',
  ]);
  expect([calls[1]?.headers.get('x-csrf-token'), calls[1]?.headers.get('cookie')]).toEqual(['t0k', 'SESSION=9']);
});

test('a response is kept for as long as its backend says', async () => {
  const gateway = sample('cache-duration', {
    backends: () => Response.json(1, { headers: { 'Cache-Control': 'max-age=10' } }),
  });
  const asked = async () => (await gateway.request('/test')).calls.length;
  expect([await asked(), await asked()]).toEqual([1, 0]);
  gateway.advance(10_000);
  expect(await asked()).toBe(1);
});

test('the backend gets a token of the gateway', async () => {
  const backends: FakeBackends = async (request) =>
    Response.json({ access_token: new URLSearchParams(await request.text()).get('client_secret') });
  const { calls } = await sample('backend-token', { backends }).request('/test', {
    headers: { Authorization: 'caller' },
  });
  expect(calls[1]?.headers.get('authorization')).toBe('Bearer s3cret');
});

test('the caller waits for what a backend does later', async () => {
  let asked = 0;
  const backends: FakeBackends = ({ url }) => {
    if (!url.includes('later'))
      return new Response(null, { status: 202, headers: { Location: 'https://later.test/1' } });
    return ++asked < 3 ? new Response(null, { status: 202 }) : Response.json('done');
  };
  const { status, json } = await sample('asynchronous-as-synchronous', { backends }).request('/test');
  expect([status, json(), asked]).toEqual([200, 'done', 3]);
});
