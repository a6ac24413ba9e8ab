/** Commands that need no `Idempotency-Key`: given twice they have one effect, and the same answer unless `If-Match` guards them. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collectRoutes } from '../scripts/routes.ts';
import { expectQuietBus } from './support/books.ts';
import { type CrowdedShop, openCrowdedShop } from './support/crowd.ts';
import type { Customer } from './support/shop.ts';
import { addCard, address, checkOut, goodCard, type Item, orderBecomes, putInBasket } from './support/shopping.ts';
import { addCoupon, addItem, couponTerms, newItem } from './support/stocking.ts';

/** Answers a few seconds after it was asked: until then its order can be cancelled. */
const lateCard = '4000000000000127';
const png = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);
const firstVersion = { 'if-match': '"1"' };

let shop: CrowdedShop;
let olivia: Customer;
let mug: Item;

beforeAll(async () => {
  shop = await openCrowdedShop();
  olivia = await shop.operator();
  mug = await addItem(olivia, { name: 'Mug for second times', priceMinor: 1000, stock: 1000 });
});
afterAll(() => shop?.close());

interface Repeat {
  by: Customer;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** Waits for what the command brings about later. */
  settled?: () => Promise<unknown>;
  /** What the command changes. */
  state: () => Promise<unknown>;
  /** The status of the second answer when it is not that of the first. */
  again?: number;
}

const read = (by: Customer, app: Parameters<Customer>[0], path: string) => async () => {
  const { status, body } = await by(app, `GET ${path}`);
  return status < 300 ? body : status;
};

const basketOf = async (by: Customer, path: string): Promise<Repeat> => {
  await putInBasket(by, mug.id, 2);
  return { by, path, state: read(by, 'basket', 'baskets/me') };
};

const anItem = async (name: string) => {
  const { id } = await addItem(olivia, { name, priceMinor: 500, stock: 3 });
  return { by: olivia, path: `items/${id}`, state: read(olivia, 'catalog', `items/${id}`) };
};

const aCoupon = async (name: string) => {
  const code = await addCoupon(olivia, name.replaceAll(/\W/g, '').toUpperCase());
  return { by: olivia, path: `coupons/${code}`, state: read(olivia, 'coupon', `coupons/${code}`) };
};

const anOrder = async (buyer: Customer, status: string, card = goodCard) => {
  await putInBasket(buyer, mug.id, 1);
  const orderId = await checkOut(buyer, await addCard(buyer, card));
  await orderBecomes(buyer, orderId, status);
  const becomes = (next: string) => () => orderBecomes(buyer, orderId, next);
  return { orderId, becomes, state: read(buyer, 'ordering', `orders/${orderId}`) };
};

/** By function name. */
const repeats: Record<string, (buyer: Customer, name: string) => Promise<Repeat>> = {
  'catalog-change-item': async (_buyer, name) => {
    const body = await newItem(olivia, `${name} changed`, 600);
    return { ...(await anItem(name)), body, headers: firstVersion, again: 412 };
  },
  'catalog-delete-item': async (_buyer, name) => ({ ...(await anItem(name)), headers: firstVersion, again: 404 }),
  'catalog-set-stock': async (_buyer, name) => {
    const { path } = await anItem(name);
    const state = read(olivia, 'catalog', `${path}/stock`);
    return { by: olivia, path: `${path}/stock`, body: { restockThreshold: 1, maxStock: 9 }, state };
  },
  'catalog-upload-picture': async (_buyer, name) => {
    const { path, ...item } = await anItem(name);
    return { ...item, path: `${path}/picture`, body: png, headers: { 'content-type': 'image/png' } };
  },
  'basket-replace': async (buyer) => ({
    ...(await basketOf(buyer, 'baskets/me')),
    body: { lines: [{ itemId: mug.id, quantity: 5 }] },
  }),
  'basket-clear': (buyer) => basketOf(buyer, 'baskets/me'),
  'basket-set-line': async (buyer) => ({
    ...(await basketOf(buyer, `baskets/me/lines/${mug.id}`)),
    body: { quantity: 7 },
  }),
  'basket-remove-line': (buyer) => basketOf(buyer, `baskets/me/lines/${mug.id}`),
  'basket-accept-prices': async (buyer, name) => {
    const { id } = await addItem(olivia, { name, priceMinor: 500, stock: 3 });
    await putInBasket(buyer, id, 1);
    await olivia('catalog', `PUT items/${id}`, { body: await newItem(olivia, name, 550), headers: firstVersion });
    await expectQuietBus(shop);
    return { by: buyer, path: 'baskets/me/seen', state: read(buyer, 'basket', 'baskets/me') };
  },
  'ordering-cancel-order': async (buyer) => {
    const { orderId, becomes, state } = await anOrder(buyer, 'Validated', lateCard);
    return { by: buyer, path: `orders/${orderId}/cancel`, settled: becomes('Cancelled'), state };
  },
  'ordering-ship-order': async (buyer) => {
    const { orderId, becomes, state } = await anOrder(buyer, 'Paid');
    return { by: olivia, path: `orders/${orderId}/ship`, settled: becomes('Shipped'), state };
  },
  'ordering-cancel-any-order': async (buyer) => {
    const { orderId, becomes, state } = await anOrder(buyer, 'Paid');
    return { by: olivia, path: `admin/orders/${orderId}/cancel`, body: {}, settled: becomes('Cancelled'), state };
  },
  'ordering-put-address': async (buyer) => {
    const path = `buyers/me/addresses/${randomUUID()}`;
    return { by: buyer, path, body: address, state: read(buyer, 'ordering', 'buyers/me') };
  },
  'ordering-remove-address': async (buyer) => {
    const path = `buyers/me/addresses/${randomUUID()}`;
    await buyer('ordering', `PUT ${path}`, { body: address });
    return { by: buyer, path, state: read(buyer, 'ordering', 'buyers/me') };
  },
  'ordering-erase-buyer': async (buyer) => {
    await buyer('ordering', `PUT buyers/me/addresses/${randomUUID()}`, { body: address });
    return { by: buyer, path: 'buyers/me', state: read(buyer, 'ordering', 'buyers/me') };
  },
  'payment-delete-card': async (buyer) => {
    const path = `cards/${await addCard(buyer)}`;
    return { by: buyer, path, state: read(buyer, 'payment', 'cards') };
  },
  'coupon-change': async (_buyer, name) => {
    const body = { ...couponTerms, description: 'Another tenth off.' };
    return { ...(await aCoupon(name)), body, headers: firstVersion, again: 412 };
  },
  'coupon-disable': async (_buyer, name) => {
    const { path, ...coupon } = await aCoupon(name);
    return { ...coupon, path: `${path}/disable` };
  },
  'coupon-enable': async (_buyer, name) => {
    const { path, ...coupon } = await aCoupon(name);
    await olivia('coupon', `POST ${path}/disable`);
    return { ...coupon, path: `${path}/enable` };
  },
};

const routes = (await collectRoutes()).filter(({ methods, spec }) => methods[0] !== 'GET' && !spec.idempotent);

test('every command that needs no key has a test here', () => {
  expect(Object.keys(repeats).sort()).toEqual(routes.map(({ name }) => name).sort());
});

test.each(routes)('$name given twice has one effect', async ({ name, app, methods }) => {
  const buyer = await shop.buyer(`second-timer-${name}`);
  const make = repeats[name];
  if (!make) throw new Error(`There is no test for ${name}.`);
  const { by, path, body, headers, settled, state, again } = await make(buyer, `Again ${name}`);
  const give = () =>
    by(app, `${methods[0]} ${path}`, { ...(body !== undefined && { body }), ...(headers && { headers }) });
  const before = await state();

  const first = await give();
  expect([200, 202, 204]).toContain(first.status);
  await settled?.();
  await expectQuietBus(shop);
  const after = await state();
  expect(after).not.toEqual(before);

  const second = await give();
  const told = again === undefined ? [first.status, first.body] : [again, second.body];
  expect([second.status, second.body]).toEqual(told);
  await expectQuietBus(shop);
  expect(await state()).toEqual(after);
});
