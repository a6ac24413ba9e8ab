/** What the gateway gathers from several contexts, with all of them there and with some away. */
import { describe, expect, test } from 'vitest';
import { away, bearer, gateway, operator, problem, shopper } from './support/gateway-policies.ts';

/** Answers by `context/path`; what has no answer is away. */
const shopWith = (answers: Record<string, () => Response>) =>
  gateway(({ url }) => {
    const { hostname, pathname } = new URL(url);
    return (answers[hostname.replace('.test', '') + pathname] ?? away)();
  });

describe('the start', () => {
  const brands = [{ id: 'b1', name: 'Kittiwake' }];
  const types = [{ id: 't1', name: 'Mug' }];
  const lists = { 'catalog/brands': () => Response.json({ brands }), 'catalog/types': () => Response.json({ types }) };
  const settings = { features: { coupons: true }, currency: 'USD' };

  test('tells features, currency, brands and kinds, and asks the catalog once a minute', async () => {
    const shop = shopWith(lists);
    const first = await shop.request('/api/shop/start');
    expect([first.status, first.json()]).toEqual([200, { ...settings, brands, types, unavailable: [] }]);
    expect(first.calls.map(({ url, headers }) => [url, headers.get('x-functions-key')]).sort()).toEqual([
      ['https://catalog.test/brands', 'key-of-catalog'],
      ['https://catalog.test/types', 'key-of-catalog'],
    ]);
    expect(first.headers.get('cache-control')).toBe('public, max-age=60');
    expect(first.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await shop.request('/api/shop/start')).calls).toEqual([]);
    shop.advance(60_000);
    expect((await shop.request('/api/shop/start')).calls).toHaveLength(2);
  });

  test('knows from earlier what the catalog cannot say now', async () => {
    const answers: Record<string, () => Response> = { ...lists };
    const shop = shopWith(answers);
    await shop.request('/api/shop/start');
    delete answers['catalog/types'];
    shop.advance(60_000);
    const { status, json, headers } = await shop.request('/api/shop/start');
    expect([status, json()]).toEqual([200, { ...settings, brands, types, unavailable: ['catalog'] }]);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('opens the shop without the catalog', async () => {
    const { status, json } = await shopWith({}).request('/api/shop/start');
    expect([status, json()]).toEqual([200, { ...settings, brands: [], types: [], unavailable: ['catalog'] }]);
  });
});

describe('the draft', () => {
  const basket = { lines: [{ itemId: 'mug', quantity: 2 }], subtotalMinor: 2500, currency: 'USD' };
  const quote = { code: 'TENTH', description: 'A tenth off', discountMinor: 250, totalMinor: 2250 };
  const full = { 'basket/baskets/me': () => Response.json(basket) };
  const undiscounted = { basket, coupon: null, subtotalMinor: 2500, discountMinor: 0, totalMinor: 2500 };

  const draft = async (answers: Record<string, () => Response>, query = '') => {
    const headers = await bearer();
    return {
      ...(await shopWith(answers).request(`/api/shop/draft${query}`, { headers })),
      token: headers.authorization,
    };
  };

  test('is the basket at its price when there is no coupon', async () => {
    const { status, json, calls, headers } = await draft(full);
    expect([status, json()]).toEqual([200, { ...undiscounted, couponProblem: null }]);
    expect(calls.filter(({ url }) => url.includes('coupon'))).toEqual([]);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('takes off what the coupon gives, asked in the name of the caller', async () => {
    const discounted = { ...full, 'coupon/coupons/TENTH/quote': () => Response.json(quote) };
    const { json, calls, token } = await draft(discounted, '?couponCode=TENTH');
    expect(json()).toEqual({
      basket,
      coupon: quote,
      couponProblem: null,
      subtotalMinor: 2500,
      discountMinor: 250,
      totalMinor: 2250,
    });
    const asked = calls.find(({ url }) => url.includes('coupon'));
    expect(asked?.url).toBe('https://coupon.test/coupons/TENTH/quote?subtotalMinor=2500&currency=USD');
    expect(asked?.headers.get('authorization')).toBe(token);
    expect(asked?.headers.get('x-functions-key')).toBe('key-of-coupon');
  });

  test.each<[string, () => Response, object]>([
    [
      'is refused',
      () => problem(409, 'coupon-expired', { detail: 'It ended in May.' }),
      { code: 'coupon-expired', text: 'It ended in May.' },
    ],
    ['does not exist', () => problem(404, 'coupon-unknown'), { code: 'coupon-unknown', text: 'A title' }],
    [
      'can be no coupon’s',
      () => problem(400, 'invalid-request'),
      { code: 'coupon-unknown', text: 'There is no such coupon.' },
    ],
    ['cannot be checked', away, { code: 'temporarily-unavailable', text: 'Coupons cannot be checked at the moment.' }],
    [
      'meets a host without its app',
      () => new Response('', { status: 404 }),
      { code: 'temporarily-unavailable', text: 'Coupons cannot be checked at the moment.' },
    ],
    [
      'meets an error',
      () => problem(500, 'internal-error'),
      { code: 'temporarily-unavailable', text: 'Coupons cannot be checked at the moment.' },
    ],
  ])('says why when the code %s, and what there is to pay without it', async (_why, answer, couponProblem) => {
    const { status, json } = await draft({ ...full, 'coupon/coupons/TENTH/quote': answer }, '?couponCode=TENTH');
    expect([status, json()]).toEqual([200, { ...undiscounted, couponProblem }]);
  });

  test('asks no other path than that of the code', async () => {
    const { calls } = await draft(full, `?couponCode=${encodeURIComponent('../x?y=1#z')}`);
    expect(calls.at(-1)?.url).toBe(
      'https://coupon.test/coupons/..%2Fx%3Fy%3D1%23z/quote?subtotalMinor=2500&currency=USD',
    );
  });

  test('of an empty basket asks nobody about the coupon', async () => {
    const empty = { lines: [], subtotalMinor: 0, currency: null };
    const { json, calls } = await draft({ 'basket/baskets/me': () => Response.json(empty) }, '?couponCode=TENTH');
    expect(json()).toEqual({
      basket: empty,
      coupon: null,
      couponProblem: null,
      subtotalMinor: 0,
      discountMinor: 0,
      totalMinor: 0,
    });
    expect(calls.filter(({ url }) => url.includes('coupon'))).toEqual([]);
  });

  test.each<[string, () => Response]>([
    ['is away', away],
    ['has no app in its host', () => new Response('', { status: 404 })],
    ['cannot reach its store', () => problem(503, 'temporarily-unavailable')],
  ])('is unavailable for now when the basket %s', async (_what, answer) => {
    const { status, json, headers } = await draft({ 'basket/baskets/me': answer });
    expect([status, json()]).toEqual([
      503,
      expect.objectContaining({ code: 'temporarily-unavailable', retryable: true }),
    ]);
    expect(headers.get('content-type')).toBe('application/problem+json');
  });

  test.each([
    [undefined, 401],
    [{ ...shopper, scope: 'ordering coupon' }, 403],
  ])('is nobody else’s', async (claims, expected) => {
    const headers = claims ? await bearer(claims) : {};
    const { status, calls } = await shopWith(full).request('/api/shop/draft', { headers });
    expect([status, calls.filter(({ url }) => url.includes('basket.test'))]).toEqual([expected, []]);
  });
});

describe('the status', () => {
  const checks = [{ name: 'store', status: 'healthy', ms: 1 }];
  const healthy = () => Response.json({ status: 'healthy', checks });
  const all = Object.fromEntries(
    ['catalog', 'basket', 'ordering', 'payment', 'coupon'].map((app) => [`${app}/health`, healthy]),
  );

  const status = async (answers: Record<string, () => Response>) =>
    (await shopWith(answers).request('/api/shop/status', { headers: await bearer(operator) })).json() as {
      status: string;
      apps: { name: string; status: string; checks: unknown[] }[];
    };

  test('is healthy when every app is', async () => {
    const { status: whole, apps } = await status(all);
    expect(whole).toBe('healthy');
    expect(apps).toEqual(
      ['catalog', 'basket', 'ordering', 'payment', 'coupon'].map((name) => ({ name, status: 'healthy', checks })),
    );
  });

  test('tells an app that is ill from one that does not answer, and still shows the others', async () => {
    const ill = [{ name: 'store', status: 'unhealthy', ms: 5000 }];
    const { 'payment/health': _gone, ...others } = all;
    const { status: whole, apps } = await status({
      ...others,
      'basket/health': () => Response.json({ status: 'unhealthy', checks: ill }, { status: 503 }),
      'coupon/health': () =>
        new Response('<h1>Not found</h1>', { status: 404, headers: { 'content-type': 'text/html' } }),
    });
    expect(whole).toBe('unhealthy');
    expect(apps).toEqual([
      { name: 'catalog', status: 'healthy', checks },
      { name: 'basket', status: 'unhealthy', checks: ill },
      { name: 'ordering', status: 'healthy', checks },
      { name: 'payment', status: 'unreachable', checks: [] },
      { name: 'coupon', status: 'unreachable', checks: [] },
    ]);
  });

  test.each([
    [undefined, '401 missing-token'],
    [shopper, '403 missing-role'],
  ])('is for operators alone', async (claims, expected) => {
    const headers = claims ? await bearer(claims) : {};
    const answer = await shopWith(all).request('/api/shop/status', { headers });
    expect(`${answer.status} ${(answer.json() as { code: string }).code}`).toBe(expected);
  });
});
