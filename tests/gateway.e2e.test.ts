/** The shop through its gateway, on real processes: an order to its end, real tokens, hostile requests, and apps that are away. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { getToken } from '../local/identity/token.ts';
import { startTestIssuer } from '../shared/identity/test-issuer.ts';
import { type EventStream, openEventStream } from './support/event-stream.ts';
import { atGateway, holdToDescription, sendRaw, signInAtGateway, type Visitor } from './support/gateway.ts';
import { eventually, openTestShop, type TestShop } from './support/shop.ts';
import { addCard, checkOut, itemInStock, order, orderBecomes, putInBasket } from './support/shopping.ts';

interface Problem {
  code: string;
  status: number;
  retryable: boolean;
}

describe('with the shop’s own identity provider', () => {
  let shop: TestShop;
  let alice: Visitor;
  let olivia: Visitor;

  beforeAll(async () => {
    // Asking again and again until something has happened is no behaviour of a person.
    shop = await openTestShop({ env: { NAMED_VALUE_CALLER_CALLS_PER_MINUTE: '100000' } });
    alice = holdToDescription(await signInAtGateway(shop, 'alice'));
    olivia = holdToDescription(await signInAtGateway(shop, 'olivia'));
  });
  afterAll(() => shop?.close());

  test('an order goes from basket to Paid', async () => {
    const mug = await itemInStock(alice);
    await putInBasket(alice, mug.id, 2);
    const orderId = await checkOut(alice, await addCard(alice));
    const paid = await orderBecomes(alice, orderId, 'Paid', 'Cancelled');
    expect([paid.status, paid.totalMinor]).toEqual(['Paid', 2 * mug.priceMinor]);

    const shipped = await olivia('ordering', `POST orders/${orderId}/ship`);
    expect(shipped.status).toBe(202);
    await orderBecomes(alice, orderId, 'Shipped');
  });

  test('a draft shows what a coupon takes off, and the order then costs that', async () => {
    const code = `GATEWAY-${randomUUID().slice(0, 8).toUpperCase()}`;
    const terms = {
      description: 'A tenth off',
      discount: { kind: 'percentage', percent: 10 },
      currency: 'USD',
      totalLimit: 5,
    };
    const headers = { 'idempotency-key': randomUUID() };
    expect((await olivia('coupon', 'POST coupons', { headers, body: { code, ...terms } })).status).toBe(201);
    const mug = await itemInStock(alice);
    await eventually(
      async () => (await alice<{ lines: unknown[] }>('basket', 'GET baskets/me')).body.lines,
      (lines) => lines.length === 0,
    );
    await putInBasket(alice, mug.id, 1);

    const { body } = await alice<Record<string, number>>('shop', `GET draft?couponCode=${code}`);
    expect(body).toMatchObject({
      basket: { lines: [{ itemId: mug.id, quantity: 1 }] },
      coupon: { code, description: 'A tenth off' },
      couponProblem: null,
      subtotalMinor: mug.priceMinor,
    });
    const unknown = await alice('shop', 'GET draft?couponCode=NO-SUCH-CODE');
    expect(unknown.body).toMatchObject({
      coupon: null,
      couponProblem: { code: 'coupon-unknown' },
      totalMinor: mug.priceMinor,
    });

    const orderId = await checkOut(alice, await addCard(alice), randomUUID(), code);
    const paid = await orderBecomes(alice, orderId, 'Paid', 'Cancelled');
    expect(paid.totalMinor).toBe(body.totalMinor);
    expect(paid.totalMinor).toBeLessThan(mug.priceMinor);
  });

  test('visitors look around without a token', async () => {
    const visitor = holdToDescription(atGateway(shop));
    const { body: start } = await visitor<{ brands: { id: string }[]; types: unknown[] }>('shop', 'GET start');
    expect(start).toMatchObject({ features: { coupons: true }, currency: 'USD', unavailable: [] });
    expect([start.brands.length > 0, start.types.length > 0]).toEqual([true, true]);
    const { body } = await visitor<{ items: { pictureUrl: string }[] }>('catalog', 'GET items?pageSize=1');
    const picture = await fetch(`${shop.gateway}${body.items[0]?.pictureUrl}`);
    expect([picture.status, picture.headers.get('cache-control')]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
    expect(picture.headers.get('content-type')).toMatch(/^image\//);
  });

  test('the storefront is told where to sign in', async () => {
    const config = await fetch(`${shop.gateway}/config.json`);
    expect(await config.json()).toMatchObject({ gateway: '', issuer: shop.issuer, clientId: 'spa' });
  });

  test('a token for the basket alone opens nothing else', async () => {
    const basketOnly = await signInAtGateway(shop, 'alice', 'openid basket');
    expect((await basketOnly('basket', 'GET baskets/me')).status).toBe(200);
    expect(await basketOnly<Problem>('payment', 'GET cards')).toMatchObject({
      status: 403,
      body: { code: 'missing-scope' },
    });
  });

  test('health is not for the world, but operators see that of every app', async () => {
    expect((await olivia('shop', 'GET status')).body).toMatchObject({
      status: 'healthy',
      apps: ['catalog', 'basket', 'ordering', 'payment', 'coupon'].map((name) => ({ name, status: 'healthy' })),
    });
    expect((await atGateway(shop)('catalog', 'GET health')).status).toBe(404);
    expect((await alice<Problem>('shop', 'GET status')).body.code).toBe('missing-role');
  });

  describe('the stream of order changes', () => {
    const open: EventStream[] = [];
    afterEach(() => {
      for (const stream of open.splice(0)) stream.close();
    });

    /** A page of a shopper that watches the orders. */
    const watch = async (user: string): Promise<EventStream> => {
      const token = await getToken({ user, issuer: shop.issuer });
      const stream = await openEventStream(`${shop.gateway}/api/ordering/orders/stream`, {
        authorization: `Bearer ${token}`,
      });
      open.push(stream);
      return stream;
    };

    test('brings each change while the order is still on its way', async () => {
      const bob = holdToDescription(await signInAtGateway(shop, 'bob'));
      const stream = await watch('bob');
      expect([stream.response.status, stream.response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
      const mug = await itemInStock(bob);
      await putInBasket(bob, mug.id, 1);
      const orderId = await checkOut(bob, await addCard(bob));
      expect(await stream.next()).toMatchObject({ event: 'order', data: { orderId, status: 'Submitted' } });
      for (const status of ['AwaitingStockValidation', 'Validated', 'Paid'])
        expect(await stream.next()).toMatchObject({ data: { orderId, status } });
    });

    test('ends at the app when the page is closed, which makes room for another', async () => {
      const pages = await Promise.all(Array.from({ length: 5 }, () => watch('alice')));
      expect(pages.map(({ response }) => response.status)).toEqual([200, 200, 200, 200, 200]);
      expect((await watch('alice')).response.status).toBe(429);
      pages[0]?.close();
      await eventually(
        () => watch('alice'),
        ({ response }) => response.status === 200,
      );
    });
  });

  describe('hostile requests', () => {
    const host = () => new URL(shop.gateway).host;
    const statusOf = (answer: string): string => /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? answer;
    const seen = (marker: string) => shop.log.filter((line) => line.includes(marker) && !line.startsWith('gateway'));

    test.each([
      ['two lengths', 'Content-Length: 6\r\nContent-Length: 5\r\n\r\nabcdef'],
      [
        'a length and chunks (CL.TE)',
        'Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/catalog/smuggled HTTP/1.1\r\nHost: x\r\n\r\n',
      ],
      [
        'chunks in disguise (TE.TE)',
        'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\nGET /api/catalog/smuggled HTTP/1.1\r\nHost: x\r\n\r\n',
      ],
      ['a folded header line (obs-fold)', 'X-Test: a\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
      ['a header line that is none', 'X-Test : a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n'],
    ])('with %s are refused, and nothing is taken for a second request', async (_what, rest) => {
      const answer = await sendRaw(
        shop.gateway,
        `POST /api/basket/baskets/me/seen HTTP/1.1\r\nHost: ${host()}\r\n${rest}`,
      );
      expect(statusOf(answer)).toBe('400');
      expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
      expect(seen('smuggled')).toEqual([]);
    });

    test('with headers that are too large are refused', async () => {
      const answer = await sendRaw(
        shop.gateway,
        `GET /api/catalog/items HTTP/1.1\r\nHost: ${host()}\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`,
      );
      expect(statusOf(answer)).toBe('431');
    });

    test.each([
      '/api/catalog/..%2f..%2fadmin/functions',
      '/api/catalog/%2e%2e/%2e%2e/admin/functions',
      '/api/catalog/..%252f..%252fadmin/functions',
      '/api/catalog/items/..\\..\\admin',
      '/api/catalog/../ordering/admin/orders',
      '/api/catalog//items',
      '/..%2f..%2fpackage.json',
      '//evil.example/%2e%2e',
      '/\\evil.example',
      'http://evil.example/api/catalog/items',
      '/api/catalog/items%00',
    ])('for %s reach nothing and lead nowhere', async (target) => {
      const answer = await sendRaw(
        shop.gateway,
        `GET ${target} HTTP/1.1\r\nHost: ${host()}\r\nConnection: close\r\n\r\n`,
      );
      expect(statusOf(answer)).toBe('400');
      expect(answer).not.toMatch(/^location:/im);
      expect(answer).not.toContain('evil.example');
    });

    test('in the name of another host are answered as that of the shop', async () => {
      const answer = await sendRaw(
        shop.gateway,
        `GET /api/catalog/brands HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).not.toContain('evil.example');
    });

    test('with the place of what was made lead only into the shop', async () => {
      const mug = await itemInStock(alice);
      await putInBasket(alice, mug.id, 1);
      const { headers } = await alice('basket', 'POST baskets/me/checkout', {
        headers: { 'idempotency-key': randomUUID(), 'x-forwarded-host': 'evil.example' },
        body: {
          address: { name: 'A', street: 'B', city: 'C', postalCode: 'D', country: 'E' },
          cardToken: await addCard(alice),
        },
      });
      expect(headers.get('location')).toMatch(/^\/api\/ordering\/orders\/[0-9a-f-]{36}$/);
    });
  });

  test('a function that is asked directly wants its key, and does not take that of a caller at the gateway', async () => {
    const direct = await fetch(`${shop.api('catalog')}/catalog/items`);
    expect(direct.status).toBe(401);
    expect(await direct.text()).not.toContain('items');
    expect(
      (await atGateway(shop)('catalog', 'GET items?code=anything', { headers: { 'x-functions-key': 'wrong' } })).status,
    ).toBe(200);
  });

  // The last test of this shop: coupon does not come back.
  test('with one app stopped the rest is open, and what is missing says so', async () => {
    const mug = await itemInStock(alice);
    await eventually(
      () =>
        putInBasket(alice, mug.id, 1).then(
          () => true,
          () => false,
        ),
      (put) => put,
    );
    await shop.parts.find(({ name }) => name === 'coupon')?.stop();

    const status = await olivia<{ status: string; apps: { name: string; status: string }[] }>('shop', 'GET status');
    expect(status).toMatchObject({ status: 200, body: { status: 'unhealthy' } });
    expect(status.body.apps.filter(({ status }) => status !== 'healthy')).toMatchObject([
      { name: 'coupon', status: 'unreachable' },
    ]);

    const draft = await alice<{ subtotalMinor: number }>('shop', 'GET draft?couponCode=TENTH-OFF');
    expect(draft).toMatchObject({
      status: 200,
      body: { coupon: null, couponProblem: { code: 'temporarily-unavailable' } },
    });
    expect(draft.body).toMatchObject({ discountMinor: 0, totalMinor: draft.body.subtotalMinor });

    const quote = await alice<Problem>('coupon', 'GET coupons/TENTH-OFF/quote?subtotalMinor=1000&currency=USD');
    expect(quote).toMatchObject({ status: 503, body: { code: 'temporarily-unavailable', retryable: true } });
    expect(quote.headers.get('content-type')).toBe('application/problem+json');

    const orderId = await checkOut(alice, await addCard(alice));
    await orderBecomes(alice, orderId, 'Paid');
    expect((await order(alice, orderId)).status).toBe(200);
  });
});

describe('with tokens of any kind', () => {
  const callsPerMinute = 40;
  let shop: TestShop;
  let issuer: Awaited<ReturnType<typeof startTestIssuer>>;

  beforeAll(async () => {
    issuer = await startTestIssuer();
    shop = await openTestShop({
      hosts: 'one',
      env: {
        IDENTITY_ISSUER: issuer.issuer,
        NAMED_VALUE_CALLER_CALLS_PER_MINUTE: String(callsPerMinute),
        NAMED_VALUE_SPA_ORIGIN: 'https://shop.example',
      },
    });
  });
  afterAll(async () => {
    await shop?.close();
    await issuer?.stop();
  });

  const hour = 3600;
  const claims = { sub: 'alice', scope: 'basket ordering', roles: [] as string[] };
  const now = () => Math.floor(Date.now() / 1000);
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

  const ofAnotherIssuer = async () => {
    const elsewhere = await startTestIssuer();
    await elsewhere.stop();
    return elsewhere.token(claims);
  };
  const unsigned = async () =>
    `${encode({ alg: 'none', typ: 'JWT' })}.${encode({ ...claims, iss: issuer.issuer, aud: 'eshop', exp: now() + hour })}.`;

  test('a good one is let in', async () => {
    expect((await atGateway(shop, await issuer.token(claims))('basket', 'GET baskets/me')).status).toBe(200);
  });

  test.each<[string, () => Promise<string>, number, string]>([
    ['an expired one', () => issuer.token({ ...claims, exp: now() - hour }), 401, 'expired-token'],
    ['one for another audience', () => issuer.token({ ...claims, aud: 'elsewhere' }), 401, 'invalid-token'],
    [
      'one that states another issuer',
      () => issuer.token({ ...claims, iss: 'https://x.example' }),
      401,
      'invalid-token',
    ],
    ['one of another issuer', ofAnotherIssuer, 401, 'invalid-token'],
    ['one signed with another key', () => issuer.forgedToken(claims), 401, 'invalid-token'],
    ['one without a signature', unsigned, 401, 'invalid-token'],
    ['one without the scope', () => issuer.token({ ...claims, scope: 'openid catalog' }), 403, 'missing-scope'],
  ])('%s is refused, logged by its reason, and nothing is told', async (_what, mint, status, code) => {
    const token = await mint();
    const before = shop.log.length;
    const answer = await fetch(`${shop.gateway}/api/basket/baskets/me`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const text = await answer.text();
    const { instance, ...told } = JSON.parse(text) as Problem & { instance: string };
    expect(told).toEqual({ type: 'about:blank', title: expect.any(String), status, code, retryable: false });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
    const logged = await eventually(
      async () => shop.log.slice(before).filter((line) => line.startsWith('gateway') && line.includes(instance)),
      (lines) => lines.length > 0,
    );
    expect(logged.join()).toContain('validate-jwt');
    expect(shop.log.join('\n')).not.toContain(token);
    // The app, whose timers go on, has not seen it.
    expect(shop.log.slice(before).filter((line) => line.startsWith('all') && line.includes('basket-'))).toEqual([]);
  });

  test('an operator’s route wants the role', async () => {
    const shopper = atGateway(shop, await issuer.token({ ...claims, sub: 'bob' }));
    expect(await shopper<Problem>('ordering', 'GET admin/orders')).toMatchObject({
      status: 403,
      body: { code: 'missing-role' },
    });
    const operator = atGateway(shop, await issuer.token({ ...claims, sub: 'olivia', roles: ['shop.operator'] }));
    expect((await operator('ordering', 'GET admin/orders')).status).toBe(200);
  });

  test('who calls too often is told when to come again', async () => {
    const hasty = atGateway(shop, await issuer.token({ ...claims, sub: 'hasty' }));
    const statuses = await Promise.all(
      Array.from({ length: callsPerMinute }, async () => (await hasty('basket', 'GET baskets/me')).status),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    const refused = await hasty<Problem>('basket', 'GET baskets/me');
    expect(refused).toMatchObject({ status: 429, body: { code: 'too-many-requests', retryable: true } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const patient = atGateway(shop, await issuer.token({ ...claims, sub: 'patient' }));
    expect((await patient('basket', 'GET baskets/me')).status).toBe(200);
  });

  test('a page of the shop may call from another origin, any other page may not', async () => {
    const preflight = (origin: string) =>
      fetch(`${shop.gateway}/api/basket/baskets/me/lines`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type,idempotency-key',
        },
      });
    const allowed = await preflight('https://shop.example');
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([200, 'https://shop.example']);
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });
});
