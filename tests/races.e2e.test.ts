/** Fifty at once want what there is not enough of: exactly as many get it as there is, the others are told why not, and the books are right. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  expectCouponAddsUp,
  expectMoneyAddsUp,
  expectQuietBus,
  expectStockAddsUp,
  type Placed,
  settled,
} from './support/books.ts';
import { type CrowdedShop, openCrowdedShop } from './support/crowd.ts';
import { type Customer, eventually } from './support/shop.ts';
import {
  addCard,
  address,
  checkOut,
  type Item,
  items,
  type OrderView,
  order,
  putInBasket,
} from './support/shopping.ts';
import { addCoupon, addItem } from './support/stocking.ts';

const crowd = 50;

let shop: CrowdedShop;
let olivia: Customer;
let mug: Item;

beforeAll(async () => {
  // No order shall be given up because fifty others are in the way.
  shop = await openCrowdedShop({ hosts: 'each', env: { ORDERING_ANSWER_SECONDS: '30' } });
  olivia = await shop.operator();
  mug = await addItem(olivia, { name: 'Plentiful mug', priceMinor: 1050, stock: 1000 });
});
afterAll(() => shop?.close());

/** Shoppers who have their card ready and the item in their basket. */
const shoppers = (name: string, itemId: string): Promise<{ buyer: Customer; cardToken: string }[]> =>
  Promise.all(
    Array.from({ length: crowd }, async (_, index) => {
      const buyer = await shop.buyer(`${name}-${index}`);
      await putInBasket(buyer, itemId, 1);
      return { buyer, cardToken: await addCard(buyer) };
    }),
  );

const allCheckOut = async (name: string, itemId: string, couponCode?: string): Promise<Placed[]> => {
  const ready = await shoppers(name, itemId);
  return Promise.all(
    ready.map(async ({ buyer, cardToken }) => ({
      buyer,
      orderId: await checkOut(buyer, cardToken, randomUUID(), couponCode),
    })),
  );
};

const decided = new Set(['Paid', 'Shipped', 'Cancelled']);

const outcomeOf = async ({ buyer, orderId }: Placed): Promise<OrderView> =>
  (
    await eventually(
      () => order(buyer, orderId),
      ({ body }) => decided.has(body.status),
      120,
    )
  ).body;

/** How many orders ended how: `{ Paid: 1, 'sold-out': 49 }`. */
const tally = (orders: readonly OrderView[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { status, reason } of orders) {
    const outcome = status === 'Cancelled' ? (reason?.code ?? 'without a reason') : status;
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
};

/** Waits for the outcome of every order, ships what is paid, and looks at the books. */
const finish = async (placed: readonly Placed[], before: readonly Item[]) => {
  const outcomes = tally(await Promise.all(placed.map(outcomeOf)));
  for (const one of placed)
    if ((await outcomeOf(one)).status === 'Paid')
      expect((await olivia('ordering', `POST orders/${one.orderId}/ship`)).status).toBe(202);
  const orders = await settled(placed);
  await expectQuietBus(shop);
  await expectStockAddsUp(olivia, before, orders);
  await expectMoneyAddsUp(placed, orders);
  return { outcomes, orders };
};

test('of fifty buyers who want the last unit, one gets it', async () => {
  const rare = await addItem(olivia, { name: 'The last one', priceMinor: 9900, stock: 1 });
  const before = await items(olivia);
  const placed = await allCheckOut('collector', rare.id);
  const { outcomes, orders } = await finish(placed, before);
  expect(outcomes).toEqual({ Paid: 1, 'sold-out': crowd - 1 });
  for (const { reason } of orders.filter(({ status }) => status === 'Cancelled'))
    expect(reason?.text).toContain('The last one');
});

test('of fifty buyers who want a coupon with three redemptions, three get it', async () => {
  const before = await items(olivia);
  const code = await addCoupon(olivia, 'FIRST-THREE', { totalLimit: 3 });
  const placed = await allCheckOut('hunter', mug.id, code);
  const { outcomes, orders } = await finish(placed, before);
  expect(outcomes).toEqual({ Paid: 3, 'coupon-used-up': crowd - 3 });
  expect(orders.filter(({ status }) => status === 'Shipped').map(({ totalMinor }) => totalMinor)).toEqual([
    945, 945, 945,
  ]);
  await expectCouponAddsUp(olivia, code, orders);
});

/** Checks out once more, filling the basket again when another order of the same buyer has just emptied it. */
const checkOutAgain = async (buyer: Customer, body: object): Promise<string> => {
  const headers = { 'idempotency-key': randomUUID() };
  const attempt = async () => {
    await putInBasket(buyer, mug.id, 1);
    return buyer<{ orderId: string; code?: string }>('basket', 'POST baskets/me/checkout', { body, headers });
  };
  const accepted = await eventually(attempt, ({ body: { code } }) => code !== 'basket-empty');
  expect(accepted).toMatchObject({ status: 202 });
  return accepted.body.orderId;
};

test('of fifty orders of one buyer with a coupon for one order each, one gets it', async () => {
  const before = await items(olivia);
  const code = await addCoupon(olivia, 'ONE-EACH', { perBuyerLimit: 1 });
  const buyer = await shop.buyer('greedy');
  const body = { address, cardToken: await addCard(buyer), couponCode: code };
  const orderIds = await Promise.all(Array.from({ length: crowd }, () => checkOutAgain(buyer, body)));
  expect(new Set(orderIds).size).toBe(crowd);
  const { outcomes, orders } = await finish(
    orderIds.map((orderId) => ({ buyer, orderId })),
    before,
  );
  expect(outcomes).toEqual({ Paid: 1, 'coupon-limit-per-buyer': crowd - 1 });
  await expectCouponAddsUp(olivia, code, orders);
});
