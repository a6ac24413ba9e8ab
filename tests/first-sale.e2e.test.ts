/** Orders from basket to their end, on real processes: five as in the cloud, and one host over the bundle of all apps. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Customer, eventually, openTestShop, type TestShop } from './support/shop.ts';
import {
  addCard,
  checkOut,
  decliningCard,
  item,
  itemInStock,
  items,
  order,
  orderBecomes,
  putInBasket,
} from './support/shopping.ts';

const linesOf = async (customer: Customer) =>
  (await customer<{ lines: unknown[] }>('basket', 'GET baskets/me')).body.lines;

describe.each(['each', 'one'] as const)('with %s of the apps in a host', (hosts) => {
  let shop: TestShop;
  let alice: Customer;
  let bob: Customer;

  beforeAll(async () => {
    shop = await openTestShop({ hosts });
    [alice, bob] = await Promise.all([shop.signIn('alice'), shop.signIn('bob')]);
  });
  afterAll(() => shop?.close());

  test('an order is paid, the basket emptied, the stock lower', async () => {
    const mug = await itemInStock(alice);
    await putInBasket(alice, mug.id, 2);
    const orderId = await checkOut(alice, await addCard(alice));

    const paid = await orderBecomes(alice, orderId, 'Paid', 'Cancelled');
    expect(paid.history.map(({ status }) => status)).toEqual([
      'Submitted',
      'AwaitingStockValidation',
      'Validated',
      'Paid',
    ]);
    expect(paid.totalMinor).toBe(2 * mug.priceMinor);
    expect(paid.lines).toMatchObject([{ itemId: mug.id, name: mug.name, unitPriceMinor: mug.priceMinor, quantity: 2 }]);
    expect(
      await eventually(
        () => linesOf(alice),
        (lines) => lines.length === 0,
      ),
    ).toEqual([]);
    expect((await item(alice, mug.id)).availableStock).toBe(mug.availableStock - 2);
    const charge = await alice('payment', `GET charges/${orderId}`);
    expect(charge.body).toMatchObject({ status: 'charged', amountMinor: paid.totalMinor });
  });

  test('a sold-out item cancels the order with the reason, and nothing of the rest is taken', async () => {
    const mug = await itemInStock(bob);
    const soldOut = (await items(bob)).find(({ availableStock }) => availableStock === 0);
    expect(soldOut).toBeDefined();
    await putInBasket(bob, mug.id, 1);
    await putInBasket(bob, soldOut?.id ?? '', 1);
    const orderId = await checkOut(bob, await addCard(bob));

    const cancelled = await orderBecomes(bob, orderId, 'Paid', 'Cancelled');
    expect(cancelled.history.map(({ status }) => status)).toEqual([
      'Submitted',
      'AwaitingStockValidation',
      'Cancelled',
    ]);
    expect(cancelled.reason).toMatchObject({ code: 'sold-out', text: expect.stringContaining(soldOut?.name ?? '?') });
    expect((await item(bob, mug.id)).availableStock).toBe(mug.availableStock);
    await eventually(
      () => linesOf(bob),
      (lines) => lines.length === 0,
    );
  });

  test('a declined card cancels the order with the reason, and the stock is as before', async () => {
    const mug = await itemInStock(bob);
    await putInBasket(bob, mug.id, 3);
    const orderId = await checkOut(bob, await addCard(bob, decliningCard));

    const cancelled = await orderBecomes(bob, orderId, 'Paid', 'Cancelled');
    expect(cancelled.history.map(({ status }) => status)).toEqual([
      'Submitted',
      'AwaitingStockValidation',
      'Validated',
      'Cancelled',
    ]);
    expect(cancelled.reason?.code).toBe('card-declined');
    await eventually(
      () => item(bob, mug.id),
      ({ availableStock }) => availableStock === mug.availableStock,
    );
  });

  test('a checkout that is repeated with its key is one order', async () => {
    const pin = await itemInStock(alice, 30);
    await putInBasket(alice, pin.id, 1);
    const cardToken = await addCard(alice);
    const key = randomUUID();
    const orderId = await checkOut(alice, cardToken, key);
    await orderBecomes(alice, orderId, 'Paid');
    expect(await checkOut(alice, cardToken, key)).toBe(orderId);
    await eventually(
      () => linesOf(alice),
      (lines) => lines.length === 0,
    );
    expect((await item(alice, pin.id)).availableStock).toBe(pin.availableStock - 1);
  });

  test('a buyer sees and cancels only what is theirs', async () => {
    const pin = await itemInStock(alice);
    await putInBasket(alice, pin.id, 1);
    const orderId = await checkOut(alice, await addCard(alice));
    await orderBecomes(alice, orderId, 'Paid');
    expect((await order(bob, orderId)).status).toBe(404);
    expect((await bob('ordering', `POST orders/${orderId}/cancel`)).status).toBe(404);
    expect((await bob('payment', `GET charges/${orderId}`)).status).toBe(404);
    const { body } = await bob<{ orders: { id: string }[] }>('ordering', 'GET orders');
    expect(body.orders.map(({ id }) => id)).not.toContain(orderId);
  });

  test('an order that is paid can no longer be cancelled', async () => {
    const pin = await itemInStock(alice);
    await putInBasket(alice, pin.id, 1);
    const orderId = await checkOut(alice, await addCard(alice));
    await orderBecomes(alice, orderId, 'Paid');
    const refused = await alice('ordering', `POST orders/${orderId}/cancel`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'order-not-cancellable' } });
  });
});

describe('with time to think better of it', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openTestShop({ env: { ORDERING_GRACE_SECONDS: '30' } });
  });
  afterAll(() => shop?.close());

  test('a buyer cancels: the order says so, and the stock is as before', async () => {
    const alice = await shop.signIn('alice');
    const mug = await itemInStock(alice);
    await putInBasket(alice, mug.id, 1);
    const orderId = await checkOut(alice, await addCard(alice));
    await orderBecomes(alice, orderId, 'Submitted');
    const asked = await eventually(
      () => alice('ordering', `POST orders/${orderId}/cancel`),
      ({ status }) => status !== 503,
    );
    expect(asked.status).toBe(202);

    const cancelled = await orderBecomes(alice, orderId, 'Cancelled');
    expect(cancelled.history.map(({ status }) => status)).toEqual(['Submitted', 'Cancelled']);
    expect(cancelled.reason).toEqual({ code: 'cancelled-by-buyer', text: 'You cancelled the order.' });
    expect((await item(alice, mug.id)).availableStock).toBe(mug.availableStock);
  });
});
