/** A small shop's folder as a whole: scopes, tokens, limits, caching, products and failures, with faked backends. */
import { expect, test } from 'vitest';
import { createTestIssuer, type FakeBackends, FakeTimeout, testPolicies } from './testing.ts';

const dir = `${import.meta.dirname}/fixtures/shop`;
const issuer = await createTestIssuer({ url: 'https://issuer.test', now: () => Date.UTC(2026, 10, 15, 12) });
const namedValues = { 'identity-issuer': issuer.url, 'basket-key': 'k3y' };

const shop = (backends: FakeBackends = () => Response.json({ name: 'mug' })) =>
  testPolicies({ dir, namedValues, backends: (request) => issuer.answer(request) ?? backends(request) });

const signedIn = async (claims = {}) => ({
  Authorization: `Bearer ${await issuer.token({ sub: 'alice', aud: 'eshop', scope: 'openid basket', ...claims })}`,
});

test('policies run from global to product, API and operation', async () => {
  const { headers, calls, status } = await shop().request('/api/catalog/items/7?q=1', {
    headers: { 'X-Internal': 'forged' },
  });
  expect(status).toBe(200);
  expect(headers.get('x-trail')).toBe('global,api,operation');
  expect(calls.map(({ url }) => url)).toEqual(['http://127.0.0.1:7071/api/catalog/items/7?q=1']);
  expect(calls[0]?.headers.get('x-internal')).toBeNull();
});

test('backends learn who asked and through which address', async () => {
  const { calls } = await shop().request('/api/catalog/items', {
    headers: { 'X-Forwarded-For': '198.51.100.1' },
    ipAddress: '203.0.113.7',
  });
  const headers = calls[0]?.headers;
  expect(headers?.get('x-forwarded-for')).toBe('198.51.100.1, 203.0.113.7');
  expect([headers?.get('x-forwarded-host'), headers?.get('x-forwarded-proto'), headers?.get('host')]).toEqual([
    'gateway.test',
    'https',
    '127.0.0.1:7071',
  ]);
});

test('a fixed path wins over a parameter', async () => {
  const { headers } = await shop().request('/api/catalog/items/top');
  expect(headers.has('x-trail')).toBe(false);
});

test('what matches no operation is 404 through on-error', async () => {
  const { status, lastError, json } = await shop().request('/api/catalog/nothing');
  expect(status).toBe(404);
  expect(lastError).toMatchObject({ source: 'configuration', reason: 'OperationNotFound' });
  expect(json()).toEqual({ status: 404, code: 'OperationNotFound', source: 'configuration' });
});

test('a valid token passes, and its claims are there for policies', async () => {
  const { status, calls, headers } = await shop().request('/api/basket/', { headers: await signedIn() });
  const forwarded = calls.at(-1);
  expect(status).toBe(200);
  expect(headers.get('x-remaining')).toBe('2');
  expect(forwarded?.headers.get('x-user')).toBe('alice');
  expect(forwarded?.headers.get('x-functions-key')).toBe('k3y');
});

test.each([
  ['no token', {}, 'TokenNotPresent'],
  ['no Bearer', { Authorization: 'Basic abc' }, 'TokenNotPresent'],
  ['nonsense', { Authorization: 'Bearer nonsense' }, 'JwtInvalid'],
])('%s is refused', async (_, headers, code) => {
  const { status, json, calls } = await shop().request('/api/basket', { headers });
  expect(status).toBe(401);
  expect(json()).toMatchObject({ code, source: 'validate-jwt' });
  expect(calls.filter(({ url }) => url.includes(':7072'))).toEqual([]);
});

test.each([
  ['expired', { exp: Date.UTC(2026, 10, 15, 11) / 1000 }, 'TokenExpired'],
  ['for someone else', { aud: 'other' }, 'TokenAudienceNotAllowed'],
  ['of another issuer', { iss: 'https://evil.test' }, 'TokenIssuerNotAllowed'],
  ['without the scope', { scope: 'catalog' }, 'TokenClaimValueNotAllowed'],
  ['without scopes', { scope: undefined }, 'TokenClaimNotFound'],
  ['not valid yet', { nbf: Date.UTC(2026, 10, 15, 13) / 1000 }, 'TokenNotYetValid'],
  ['without an end', { exp: undefined }, 'TokenNoExpirationTime'],
])('a token %s is refused', async (_, claims, code) => {
  const { status, json } = await shop().request('/api/basket', { headers: await signedIn(claims) });
  expect(status).toBe(401);
  expect(json()).toMatchObject({ code });
});

test('a token with another key or with no signature is refused', async () => {
  const other = await createTestIssuer({ url: issuer.url, now: () => Date.UTC(2026, 10, 15, 12) });
  const forged = await other.token({ sub: 'alice', aud: 'eshop', scope: 'basket' });
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${forged.split('.')[1]}.`;
  for (const token of [forged, unsigned, forged.replace(/\.[^.]*$/, '.AAAA')]) {
    const { status } = await shop().request('/api/basket', { headers: { Authorization: `Bearer ${token}` } });
    expect(status).toBe(401);
  }
});

test('keys are rotated without a restart', async () => {
  const rotating = await createTestIssuer({ url: issuer.url, now: () => Date.UTC(2026, 10, 15, 12) });
  const gateway = testPolicies({
    dir,
    namedValues,
    backends: (request) => rotating.answer(request) ?? Response.json({}),
  });
  const call = async () => {
    const token = await rotating.token({ sub: crypto.randomUUID(), aud: 'eshop', scope: 'basket' });
    return (await gateway.request('/api/basket', { headers: { Authorization: `Bearer ${token}` } })).status;
  };
  expect(await call()).toBe(200);
  gateway.advance(60_000);
  await rotating.rotate();
  expect(await call()).toBe(200);
});

test('a token that was accepted once is refused after its end', async () => {
  const gateway = shop();
  const headers = await signedIn();
  expect((await gateway.request('/api/basket', { headers })).status).toBe(200);
  gateway.advance(11 * 60_000);
  expect((await gateway.request('/api/basket', { headers })).status).toBe(401);
});

test('while the issuer is away nobody gets in, and it shows why', async () => {
  const gateway = testPolicies({ dir, namedValues, backends: () => Promise.reject(new Error('connection refused')) });
  const { status, lastError } = await gateway.request('/api/basket', { headers: await signedIn() });
  expect(status).toBe(503);
  expect(lastError?.reason).toBe('OpenIdConfigurationNotAvailable');
});

test('the fourth call of a caller in a minute is refused, others are not', async () => {
  const gateway = shop();
  const alice = await signedIn();
  for (let call = 0; call < 3; call++)
    expect((await gateway.request('/api/basket', { headers: alice })).status).toBe(200);
  const refused = await gateway.request('/api/basket', { headers: alice });
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('60');
  expect((await gateway.request('/api/basket', { headers: await signedIn({ sub: 'bob' }) })).status).toBe(200);
  gateway.advance(60_000);
  expect((await gateway.request('/api/basket', { headers: alice })).status).toBe(200);
});

test('bodies above the limit are refused', async () => {
  const { status } = await shop().request('/api/basket/', {
    method: 'PUT',
    headers: await signedIn(),
    body: 'x'.repeat(1025),
  });
  expect(status).toBe(413);
});

test('responses are cached by what the policy names', async () => {
  const gateway = shop();
  const get = (accept: string) => gateway.request('/api/catalog/items/7', { headers: { Accept: accept } });
  const first = await get('a');
  expect(first.headers.get('cache-control')).toBe('public, max-age=60, must-revalidate');
  const second = await get('a');
  expect([second.text, second.calls.length, second.headers.get('x-trail')]).toEqual([first.text, 0, 'global,api']);
  expect((await get('b')).calls).toHaveLength(1);
  gateway.advance(60_000);
  expect((await get('a')).calls).toHaveLength(1);
});

test('a caller with a token gets no cached response', async () => {
  const gateway = shop();
  await gateway.request('/api/catalog/items/7');
  expect(
    (await gateway.request('/api/catalog/items/7', { headers: { Authorization: 'Bearer x' } })).calls,
  ).toHaveLength(1);
});

test('after three failures the backend is left alone for a while', async () => {
  let down = true;
  const gateway = shop(() => (down ? new Response('', { status: 500 }) : Response.json([])));
  for (let call = 0; call < 3; call++) expect((await gateway.request('/api/catalog/items')).status).toBe(500);
  const open = await gateway.request('/api/catalog/items');
  expect([open.status, open.calls.length, open.headers.get('retry-after')]).toEqual([503, 0, '30']);
  down = false;
  gateway.advance(30_000);
  expect((await gateway.request('/api/catalog/items')).status).toBe(200);
});

test('a backend that cannot be reached or is too slow is 502 or 504', async () => {
  const failing = (error: Error) => {
    const backends = () => {
      throw error;
    };
    return shop(backends).request('/api/catalog/items');
  };
  const away = await failing(new Error('refused'));
  expect([away.status, away.lastError?.source, away.lastError?.reason]).toEqual([
    502,
    'transport',
    'BackendConnectionFailure',
  ]);
  const slow = await failing(new FakeTimeout());
  expect([slow.status, slow.lastError?.source, slow.lastError?.reason]).toEqual([504, 'forward-request', 'Timeout']);
});

test('a key opens the product, whose limit applies', async () => {
  const gateway = shop(() => Response.json(['x']));
  const headers = { 'Ocp-Apim-Subscription-Key': 'reseller-test-key' };
  expect((await gateway.request('/api/start/settings')).lastError?.reason).toBe('SubscriptionKeyNotFound');
  expect((await gateway.request('/api/start/settings?subscription-key=wrong')).lastError?.reason).toBe(
    'SubscriptionKeyInvalid',
  );
  expect((await gateway.request('/api/start/settings', { headers })).json()).toEqual({ brands: ['x'], types: ['x'] });
  expect((await gateway.request('/api/start/settings', { headers })).status).toBe(200);
  expect((await gateway.request('/api/start/settings', { headers })).status).toBe(429);
});

test('an aggregate answers with what there is when a backend is down', async () => {
  const gateway = shop((request) => (request.url.endsWith('brands') ? Response.error() : Response.json(['pin'])));
  const { status, json } = await gateway.request('/api/start/settings?subscription-key=reseller-test-key');
  expect([status, json()]).toEqual([200, { brands: null, types: ['pin'] }]);
});

test('preflight requests are answered by cors alone', async () => {
  const preflight = (origin: string, method = 'PUT', headers = 'Authorization') =>
    shop().request('/api/basket/', {
      method: 'OPTIONS',
      headers: { Origin: origin, 'Access-Control-Request-Method': method, 'Access-Control-Request-Headers': headers },
    });
  const { status, headers } = await preflight('https://shop.example');
  expect([status, headers.get('access-control-allow-origin'), headers.get('access-control-allow-credentials')]).toEqual(
    [200, 'https://shop.example', 'true'],
  );
  expect(headers.get('access-control-max-age')).toBe('300');
  for (const refused of [
    await preflight('https://evil.example'),
    await preflight('https://shop.example', 'DELETE'),
    await preflight('https://shop.example', 'PUT', 'X-Other'),
  ])
    expect(refused.headers.has('access-control-allow-origin')).toBe(false);
});

test('cross-origin answers, and errors too, can be read by the pages that are allowed to', async () => {
  const { status, headers } = await shop().request('/api/basket', { headers: { Origin: 'https://shop.example' } });
  expect([
    status,
    headers.get('access-control-allow-origin'),
    headers.get('access-control-expose-headers'),
    headers.get('vary'),
  ]).toEqual([401, 'https://shop.example', 'x-request-id', 'Origin']);
});
