/** Who may do what: every route of the running shop, asked by everybody, with the answers expected. A route without a row fails. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publicRoutes } from '../scripts/openapi.ts';
import { startTestIssuer } from '../shared/identity/test-issuer.ts';
import { type HostFunction, httpFunctions } from './support/host-functions.ts';
import { type Customer, openTestShop, type TestShop } from './support/shop.ts';
import { addCard, address, checkOut, itemInStock, orderBecomes, putInBasket } from './support/shopping.ts';
import { textOf } from './support/text-of.ts';
import { entra, plain, type TokenShape } from './support/token-shapes.ts';

/** The status of each answer. `other` and `owner` are buyers, `owner` the one whose order, address and card are asked for. */
const expected = `
                            no-key  no-token  no-scope  other  owner  operator
catalog-list-items          401     200       200       200    200    200
catalog-get-item            401     200       200       200    200    200
catalog-get-picture         401     200       200       200    200    200
catalog-list-brands         401     200       200       200    200    200
catalog-list-types          401     200       200       200    200    200
catalog-health              401     200       200       200    200    200
catalog-create-item         401     401       403       403    403    201
catalog-change-item         401     401       403       403    403    200
catalog-get-stock           401     401       403       403    403    200
catalog-set-stock           401     401       403       403    403    200
catalog-restock             401     401       403       403    403    200
catalog-upload-picture      401     401       403       403    403    200
catalog-delete-item         401     401       403       403    403    204
catalog-publish-items       401     401       403       403    403    202
catalog-create-brand        401     401       403       403    403    201
catalog-create-type         401     401       403       403    403    201
basket-health               401     200       200       200    200    200
basket-get                  401     401       403       200    200    200
basket-replace              401     401       403       200    200    200
basket-add-line             401     401       403       200    200    200
basket-set-line             401     401       403       200    200    200
basket-merge                401     401       403       200    200    200
basket-accept-prices        401     401       403       200    200    200
basket-checkout             401     401       403       202    202    202
basket-remove-line          401     401       403       200    200    200
basket-clear                401     401       403       204    204    204
ordering-health             401     200       200       200    200    200
ordering-list-orders        401     401       403       200    200    200
ordering-stream-orders      401     401       403       200    200    200
ordering-get-order          401     401       403       404    200    404
ordering-cancel-order       401     401       403       404    409    404
ordering-get-buyer          401     401       403       200    200    200
ordering-put-address        401     401       403       409    200    409
ordering-remove-address     401     401       403       204    204    204
ordering-erase-buyer        401     401       403       202    409    202
ordering-list-all-orders    401     401       403       403    403    200
ordering-get-any-order      401     401       403       403    403    200
ordering-get-run            401     401       403       403    403    200
ordering-ship-order         401     401       403       403    403    202
ordering-cancel-any-order   401     401       403       403    403    202
payment-health              401     200       200       200    200    200
payment-create-card         401     401       403       201    201    201
payment-list-cards          401     401       403       200    200    200
payment-get-charge          401     401       403       404    200    404
payment-delete-card         401     401       403       204    204    204
payment-list-ledger         401     401       403       403    403    200
coupon-health               401     200       200       200    200    200
coupon-quote                401     401       403       200    200    200
coupon-list                 401     401       403       403    403    200
coupon-create               401     401       403       403    403    201
coupon-get                  401     401       403       403    403    200
coupon-change               401     401       403       403    403    200
coupon-disable              401     401       403       403    403    200
coupon-enable               401     401       403       403    403    200
`;

const [heading = '', ...lines] = expected.trim().split('\n');
const columns = heading.trim().split(/\s+/);
type Column = 'no-key' | 'no-token' | 'no-scope' | 'other' | 'owner' | 'operator';

const rows = new Map(
  lines.map((line) => {
    const [name = '', ...statuses] = line.split(/\s+/);
    return [name, Object.fromEntries(statuses.map((status, index) => [columns[index], Number(status)]))];
  }),
);

const everyScope = 'openid catalog basket ordering payment coupon';
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const street = '17 Unlisted Lane';
const terms = {
  description: 'A tenth off',
  discount: { kind: 'percentage', percent: 10 },
  currency: 'USD',
  totalLimit: 10,
};

/** What a request to a route says, beside its path. */
interface Details {
  /** In place of the parameters that the other routes are asked with. */
  params?: Record<string, string>;
  query?: string;
  body?: unknown;
  /** The operator has read what is to be changed: its ETag goes along. */
  ifMatch?: true;
}

/** Routes that are only for the gateway's own use: through it they do not exist. */
const shown = new Set((await publicRoutes()).map(({ name }) => name));

describe.each<[string, TokenShape, 'functions' | 'gateway']>([
  ['our own provider', plain, 'functions'],
  ['our own provider', plain, 'gateway'],
  ['Entra', entra, 'functions'],
  ['Entra', entra, 'gateway'],
])('with tokens as $0 writes them, at the $2', (_provider, shape, door) => {
  const names = [...rows.keys()].filter((name) => door === 'functions' || shown.has(name));
  const strangers = (['no-key', 'no-token', 'no-scope', 'other'] as const).filter(
    (column) => door === 'functions' || column !== 'no-key',
  );
  let shop: TestShop;
  let issuer: Awaited<ReturnType<typeof startTestIssuer>>;
  let functions: HostFunction[];
  let functionKey: string;
  let alice: Customer;
  let params: Record<string, string>;
  let details: Record<string, Details>;
  const tokens: Partial<Record<Column, string>> = {};

  const people = {
    owner: { id: '5a1c0000-0000-4000-8000-000000000001', name: 'Alice Lindqvist', roles: [] },
    other: { id: '5a1c0000-0000-4000-8000-000000000002', name: 'Bob Okonkwo', roles: [] },
    operator: { id: '5a1c0000-0000-4000-8000-000000000003', name: 'Olivia Marchetti', roles: ['shop.operator'] },
  };
  const claims = (who: keyof typeof people, scopes = everyScope) => shape.claims(people[who], scopes);

  const openShop = async () => {
    issuer = await startTestIssuer();
    shop = await openTestShop({
      hosts: 'one',
      env: {
        IDENTITY_ISSUER: issuer.issuer,
        NAMED_VALUE_CALLER_CALLS_PER_MINUTE: '100000',
        NAMED_VALUE_ADDRESS_CALLS_PER_MINUTE: '100000',
        ...shape.settings,
      },
    });
    functionKey = (await readFile(shop.functionKeyFile, 'utf8')).trim();
    functions = await httpFunctions(shop);
    for (const who of ['owner', 'other', 'operator'] as const) tokens[who] = await issuer.token(claims(who));
    tokens['no-scope'] = await issuer.token(claims('operator', 'openid profile'));
  };

  const placeOrder = async (itemId: string, cardToken: string): Promise<string> => {
    await putInBasket(alice, itemId, 1);
    const orderId = await checkOut(alice, cardToken);
    await orderBecomes(alice, orderId, 'Paid');
    return orderId;
  };

  /** Alice's things, and what an operator works on. */
  const prepare = async () => {
    alice = shop.withToken(tokens.owner ?? '');
    const olivia = shop.withToken(tokens.operator ?? '');
    const { id: itemId } = await itemInStock(alice);
    const { body: item } = await alice<{ brand: { id: string }; type: { id: string }; pictureUrl: string }>(
      'catalog',
      `GET items/${itemId}`,
    );
    const facts = { description: 'For a test', brandId: item.brand.id, typeId: item.type.id, priceMinor: 1000 };
    const key = { 'idempotency-key': randomUUID() };
    const made = await olivia<{ id: string }>('catalog', 'POST items', { headers: key, body: { ...facts, name: 'A' } });
    const code = 'ROUTES-1';
    await olivia('coupon', 'POST coupons', { headers: key, body: { code, ...terms } });
    const token = await addCard(alice);
    const addressId = randomUUID();
    await alice('ordering', `PUT buyers/me/addresses/${addressId}`, { body: { ...address, street } });
    const orderId = await placeOrder(itemId, token);
    const shippable = { params: { orderId: await placeOrder(itemId, token) } };
    const cancellable = { params: { orderId: await placeOrder(itemId, token) } };
    await putInBasket(alice, itemId, 3);
    params = { itemId, orderId, code, token, addressId, pictureId: item.pictureUrl.split('/').at(-1) ?? '' };
    const onMade = { params: { itemId: made.body.id } };
    const line = { itemId, quantity: 1 };
    const card = { number: '4242424242424242', holder: 'A', expiry: { month: 12, year: 2040 }, securityCode: '123' };
    details = {
      'catalog-create-item': { body: { ...facts, name: 'B' } },
      'catalog-change-item': { ...onMade, body: { ...facts, name: 'C' }, ifMatch: true },
      'catalog-set-stock': { ...onMade, body: { restockThreshold: 1, maxStock: 10 } },
      'catalog-restock': { ...onMade, body: { quantity: 1 } },
      'catalog-upload-picture': { ...onMade, body: png },
      'catalog-delete-item': { ...onMade, ifMatch: true },
      'catalog-create-brand': { body: { name: 'Routes' } },
      'catalog-create-type': { body: { name: 'Routes' } },
      'basket-replace': { body: { lines: [line] } },
      'basket-add-line': { body: line },
      'basket-set-line': { body: { quantity: 1 } },
      'basket-merge': { body: { lines: [line] } },
      'basket-checkout': { body: { address, cardToken: token } },
      'ordering-put-address': { body: { ...address, street } },
      'ordering-ship-order': shippable,
      'ordering-cancel-any-order': { ...cancellable, body: {} },
      'payment-create-card': { body: card },
      'coupon-quote': { query: '?subtotalMinor=1000&currency=USD' },
      'coupon-create': { body: { code: 'ROUTES-2', ...terms } },
      'coupon-change': { body: { ...terms, totalLimit: 20 }, ifMatch: true },
    };
  };

  beforeAll(async () => {
    await openShop();
    await prepare();
  });
  afterAll(async () => {
    await shop?.close();
    await issuer?.stop();
  });

  const pathOf = ({ name, route }: HostFunction): string => {
    const given: Record<string, string> = { ...params, ...details[name]?.params };
    return route.replaceAll(/\{(\w+)\}/g, (_match, parameter: string) => given[parameter] ?? parameter);
  };

  const etagOf = async (path: string): Promise<Record<string, string>> => {
    const headers = { 'x-functions-key': functionKey, authorization: `Bearer ${tokens.operator}` };
    const etag = (await fetch(`${shop.api('catalog')}/${path}`, { headers })).headers.get('etag');
    return etag === null ? {} : { 'if-match': etag };
  };

  const bodyOf = (body: unknown) =>
    body instanceof Buffer
      ? { body: new Uint8Array(body), headers: { 'content-type': 'image/png' } }
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };

  /** Asks one route with a token, or without; without a key when that is undefined. */
  const ask = async (fn: HostFunction, token: string | undefined, key: string | undefined = functionKey) => {
    const { body, query = '', ifMatch } = details[fn.name] ?? {};
    const content = body === undefined ? { headers: {} } : bodyOf(body);
    const address = door === 'gateway' ? `${shop.gateway}/api` : shop.api('catalog');
    const response = await fetch(`${address}/${pathOf(fn)}${query}`, {
      method: fn.method,
      ...content,
      headers: {
        ...content.headers,
        'idempotency-key': randomUUID(),
        ...(key !== '' && door === 'functions' && { 'x-functions-key': key }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(ifMatch && (await etagOf(pathOf(fn)))),
      },
    });
    return { status: response.status, headers: response.headers, text: await textOf(response) };
  };

  const askAs = (column: Column, fn: HostFunction) =>
    column === 'no-key' ? ask(fn, tokens.operator, '') : ask(fn, tokens[column]);

  const functionOf = (name: string): HostFunction => {
    const found = functions.find((fn) => fn.name === name);
    if (!found) throw new Error(`The table has a row for ${name}, which the host does not run.`);
    return found;
  };

  /** All that is Alice's, as she sees it. */
  const belongings = async () => ({
    basket: (await alice('basket', 'GET baskets/me')).body,
    orders: (await alice('ordering', 'GET orders')).body,
    order: (await alice('ordering', `GET orders/${params.orderId}`)).body,
    buyer: (await alice('ordering', 'GET buyers/me')).body,
    cards: (await alice('payment', 'GET cards')).body,
    charge: (await alice('payment', `GET charges/${params.orderId}`)).body,
  });

  test('every route of the host has a row in the table, and every row a route', () => {
    expect(functions.map(({ name }) => name).sort()).toEqual([...rows.keys()].sort());
  });

  describe('whoever has no business here', () => {
    let before: Awaited<ReturnType<typeof belongings>>;
    beforeAll(async () => {
      before = await belongings();
    });

    test('would know the owner by this', () => {
      expect(JSON.stringify(before)).toContain(street);
    });

    describe.each(strangers)('%s', (column) => {
      test.each(names)('%s answers as the table says, and nothing of the owner', async (name) => {
        const { status, text } = await askAs(column, functionOf(name));
        expect({ status, text }).toMatchObject({ status: rows.get(name)?.[column] });
        for (const secret of [street, people.owner.id, people.owner.name]) expect(text).not.toContain(secret);
      });
    });

    test('has changed nothing of the owner', async () => {
      expect(await belongings()).toEqual(before);
    });
  });

  describe('tokens that are not good', () => {
    const hour = 3600;
    const now = Math.floor(Date.now() / 1000);
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

    const withSharedSecret = async () =>
      new SignJWT({ iss: issuer.issuer, exp: now + hour, ...claims('operator') })
        .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
        .sign(new TextEncoder().encode(await issuer.publicPem()));

    const fromElsewhere = async () => {
      const elsewhere = await startTestIssuer();
      await elsewhere.stop();
      return elsewhere.token(claims('operator'));
    };

    const unsigned = async () =>
      `${encode({ alg: 'none', typ: 'JWT' })}.${encode({ iss: issuer.issuer, exp: now + hour, ...claims('operator') })}.`;

    test.each<[string, () => Promise<string>, string]>([
      ['an expired one', () => issuer.token({ ...claims('operator'), exp: now - hour }), 'expired-token'],
      ['one without an end', () => issuer.token({ ...claims('operator'), exp: undefined }), 'invalid-token'],
      ['one that is not valid yet', () => issuer.token({ ...claims('operator'), nbf: now + hour }), 'invalid-token'],
      ['one for another audience', () => issuer.token({ ...claims('operator'), aud: 'elsewhere' }), 'invalid-token'],
      [
        'one that states another issuer',
        () => issuer.token({ ...claims('operator'), iss: 'https://x.example' }),
        'invalid-token',
      ],
      ['one of another issuer', fromElsewhere, 'invalid-token'],
      ['one signed with another key', () => issuer.forgedToken(claims('operator')), 'invalid-token'],
      ['one without a signature', unsigned, 'invalid-token'],
      ['one signed with the public key as a secret', withSharedSecret, 'invalid-token'],
      [
        'one that names no user',
        () => issuer.token({ ...claims('operator'), sub: undefined, oid: undefined }),
        'invalid-token',
      ],
      ['one that is no token', async () => 'a.b.c', 'invalid-token'],
    ])('%s is refused everywhere, and nothing is told but that', async (_what, mint, code) => {
      const token = await mint();
      const guarded = functions.filter(({ name }) => names.includes(name) && rows.get(name)?.['no-token'] === 401);
      for (const fn of guarded) {
        const { status, headers, text } = await ask(fn, token);
        expect({ name: fn.name, status, text }).toMatchObject({ name: fn.name, status: 401 });
        const { instance: _instance, ...told } = JSON.parse(text) as Record<string, unknown>;
        expect(told).toEqual({ type: 'about:blank', title: expect.any(String), status: 401, code, retryable: false });
        expect(headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token"/);
      }
      expect(guarded.length).toBeGreaterThan(40);
      expect(shop.log.join('\n')).not.toContain(token);
    });
  });

  describe.each(['operator', 'owner'] as const)('the %s', (column) => {
    test.each(names)('%s answers as the table says', async (name) => {
      const { status, text } = await askAs(column, functionOf(name));
      expect({ status, text }).toMatchObject({ status: rows.get(name)?.[column] });
    });
  });
});
