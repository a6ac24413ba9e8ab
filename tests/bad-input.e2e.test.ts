/** What is wrong with a request is said at once: problem+json with a stable code and the field. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getToken } from '../local/identity/token.ts';
import { type Customer, openTestShop, type TestShop } from './support/shop.ts';
import { address, decliningCard, goodCard, item, itemInStock, putInBasket } from './support/shopping.ts';

let shop: TestShop;
let alice: Customer;
let olivia: Customer;

beforeAll(async () => {
  shop = await openTestShop({ hosts: 'one' });
  [alice, olivia] = await Promise.all([shop.signIn('alice'), shop.signIn('olivia')]);
});
afterAll(() => shop?.close());

const key = () => ({ 'idempotency-key': randomUUID() });
const unknownId = '01943ad7-ffff-7fff-bfff-ffffffffffff';
const card = { number: goodCard, holder: 'A', expiry: { month: 12, year: 2040 }, securityCode: '123' };

interface Case {
  what: string;
  app: Parameters<Customer>[0];
  request: `${string} ${string}`;
  body?: unknown;
  headers?: Record<string, string>;
  status: number;
  code: string;
  field?: string;
}

const cases: Case[] = [
  {
    what: 'a missing field',
    app: 'basket',
    request: `PUT baskets/me/lines/${unknownId}`,
    body: {},
    status: 400,
    code: 'invalid-request',
    field: 'quantity',
  },
  {
    what: 'a negative quantity',
    app: 'basket',
    request: `PUT baskets/me/lines/${unknownId}`,
    body: { quantity: -1 },
    status: 400,
    code: 'invalid-request',
    field: 'quantity',
  },
  {
    what: 'a quantity in words',
    app: 'basket',
    request: `PUT baskets/me/lines/${unknownId}`,
    body: { quantity: 'two' },
    status: 400,
    code: 'invalid-request',
    field: 'quantity',
  },
  {
    what: 'a field that is not known',
    app: 'basket',
    request: `PUT baskets/me/lines/${unknownId}`,
    body: { quantity: 1, price: 1 },
    status: 400,
    code: 'invalid-request',
    field: 'price',
  },
  {
    what: 'an unknown product',
    app: 'basket',
    request: `PUT baskets/me/lines/${unknownId}`,
    body: { quantity: 1 },
    status: 422,
    code: 'unknown-item',
    field: 'itemId',
  },
  {
    what: 'an id that is none',
    app: 'catalog',
    request: 'GET items/42',
    status: 400,
    code: 'invalid-request',
    field: 'itemId',
  },
  { what: 'an unknown item', app: 'catalog', request: `GET items/${unknownId}`, status: 404, code: 'item-not-found' },
  {
    what: 'a page size that is none',
    app: 'catalog',
    request: 'GET items?pageSize=0',
    status: 400,
    code: 'invalid-request',
    field: 'pageSize',
  },
  {
    what: 'wrong JSON',
    app: 'basket',
    request: 'PUT baskets/me',
    body: '{"lines": [',
    status: 400,
    code: 'invalid-json',
    field: 'body',
  },
  {
    what: 'another media type',
    app: 'basket',
    request: 'PUT baskets/me',
    body: 'lines=1',
    headers: { 'content-type': 'text/plain' },
    status: 415,
    code: 'unsupported-media-type',
  },
  {
    what: 'an oversized body',
    app: 'basket',
    request: 'PUT baskets/me',
    body: { lines: 'x'.repeat(70_000) },
    status: 413,
    code: 'body-too-large',
  },
  {
    what: 'a nested field',
    app: 'basket',
    request: 'PUT baskets/me',
    body: { lines: [{ itemId: unknownId, quantity: 1.5 }] },
    status: 400,
    code: 'invalid-request',
    field: 'lines[0].quantity',
  },
  {
    what: 'a checkout without a key',
    app: 'basket',
    request: 'POST baskets/me/checkout',
    body: { address, cardToken: unknownId },
    status: 400,
    code: 'idempotency-key-missing',
  },
  {
    what: 'a checkout without a street',
    app: 'basket',
    request: 'POST baskets/me/checkout',
    body: { address: { ...address, street: '' }, cardToken: unknownId },
    headers: key(),
    status: 400,
    code: 'invalid-request',
    field: 'address.street',
  },
  {
    what: 'a checkout of an empty basket',
    app: 'basket',
    request: 'POST baskets/me/checkout',
    body: { address, cardToken: unknownId },
    headers: key(),
    status: 409,
    code: 'basket-empty',
  },
  {
    what: 'an order that is not there',
    app: 'ordering',
    request: `GET orders/${unknownId}`,
    status: 404,
    code: 'order-not-found',
  },
];

test.each(cases)('$what is refused with $code', async ({ app, request, body, headers, status, code, field }) => {
  const answer = await alice<{ errors?: { field: string }[] }>(app, request, { body, ...(headers && { headers }) });
  expect(answer).toMatchObject({ status, body: { status, code } });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body.errors?.[0]?.field).toBe(field);
});

describe('cards', () => {
  test.each([
    ['number', { ...card, number: '4242424242424241' }],
    ['expiry', { ...card, expiry: { month: 1, year: 2020 } }],
    ['securityCode', { ...card, securityCode: '12' }],
  ])('a wrong %s is named, and nothing of the card is repeated', async (field, body) => {
    const answer = await alice<{ errors: { field: string }[] }>('payment', 'POST cards', { body, headers: key() });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body.errors.some((error) => error.field.startsWith(field))).toBe(true);
    expect(JSON.stringify(answer.body)).not.toContain(body.number);
  });

  test('no number and no security code is kept or logged', async () => {
    const secret = { ...card, number: decliningCard, securityCode: '987' };
    expect((await alice('payment', 'POST cards', { body: secret, headers: key() })).status).toBe(201);
    expect(shop.log.join('\n')).not.toContain(decliningCard);
  });
});

describe('tokens and keys', () => {
  test('without the function key there is no answer', async () => {
    const response = await fetch(`${shop.api('catalog')}/catalog/items`);
    expect([response.status, await response.text()]).toEqual([401, '']);
  });

  const withToken = async (authorization?: string) => {
    const functionKey = (await readFile(shop.functionKeyFile, 'utf8')).trim();
    const response = await fetch(`${shop.api('basket')}/basket/baskets/me`, {
      headers: { 'x-functions-key': functionKey, ...(authorization && { authorization }) },
    });
    return {
      status: response.status,
      body: (await response.json()) as object,
      challenge: response.headers.get('www-authenticate'),
    };
  };

  test('without a token a basket is refused, with a challenge', async () => {
    expect(await withToken()).toMatchObject({ status: 401, body: { code: 'missing-token' }, challenge: 'Bearer' });
  });

  test('a forged token is refused', async () => {
    expect(await withToken('Bearer a.b.c')).toMatchObject({ status: 401, body: { code: 'invalid-token' } });
  });

  test('a token for another part of the shop is refused', async () => {
    const token = await getToken({ user: 'alice', issuer: shop.issuer, scope: 'openid payment' });
    expect(await withToken(`Bearer ${token}`)).toMatchObject({ status: 403, body: { code: 'missing-scope' } });
  });
});

describe('changing an item', () => {
  const facts = async () => {
    const { id, version, name, priceMinor } = await itemInStock(alice);
    const { body } = await alice<{ description: string; brand: { id: string }; type: { id: string } }>(
      'catalog',
      `GET items/${id}`,
    );
    return {
      id,
      version,
      change: {
        name,
        description: body.description,
        brandId: body.brand.id,
        typeId: body.type.id,
        priceMinor: priceMinor + 100,
      },
    };
  };

  test('is for operators', async () => {
    const { id, change } = await facts();
    expect(await alice('catalog', `PUT items/${id}`, { body: change })).toMatchObject({
      status: 403,
      body: { code: 'missing-role' },
    });
  });

  test('needs to know what it changes, and reaches the baskets', async () => {
    const { id, version, change } = await facts();
    await putInBasket(alice, id, 1);
    const put = (ifMatch?: string) =>
      olivia('catalog', `PUT items/${id}`, { body: change, ...(ifMatch && { headers: { 'if-match': ifMatch } }) });
    expect(await put()).toMatchObject({ status: 428, body: { code: 'if-match-missing' } });
    expect(await put(`"${version + 7}"`)).toMatchObject({ status: 412, body: { code: 'item-changed' } });
    expect(await put(`"${version}"`)).toMatchObject({ status: 200, body: { priceMinor: change.priceMinor } });
    expect(await item(alice, id)).toMatchObject({ version: version + 1 });
    const basket = () =>
      alice<{ lines: { unitPriceMinor: number; previousUnitPriceMinor: number | null }[] }>('basket', 'GET baskets/me');
    await expect
      .poll(async () => (await basket()).body.lines, { timeout: 10_000 })
      .toMatchObject([{ unitPriceMinor: change.priceMinor, previousUnitPriceMinor: change.priceMinor - 100 }]);
  });
});
