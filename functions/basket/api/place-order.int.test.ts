import { InvocationContext } from '@azure/functions';
import { describe, expect, test } from 'vitest';
import { openDocuments } from '../../../shared/documents/open.ts';
import type { Outgoing, Publish } from '../../../shared/messaging/publish.ts';
import { replaceLines } from '../domain/basket.ts';
import { itemChanged } from '../events/item-changed.ts';
import { itemDeleted } from '../events/item-deleted.ts';
import { orderStarted } from '../events/order-started.ts';
import { openBaskets } from '../store/baskets.ts';
import { openItems } from '../store/items.ts';
import { answer } from './answer.ts';
import { placeOrder } from './place-order.ts';

const pin = '0198c0de-0000-7000-8000-000000000001';
const mug = '0198c0de-0000-7000-8000-000000000002';
const buyer = { id: 'alice', name: 'Alice' };
const address = { name: 'Alice', street: '1 Quay', city: 'Bergen', postalCode: '5003', country: 'Norway' };

/** A shop where Alice has two pins and a mug in her basket. */
const openShop = async () => {
  const store = await openDocuments('sqlite::memory:');
  const baskets = openBaskets(store);
  const items = openItems(store);
  const sent: Outgoing[] = [];
  const publish: Publish = async (outgoing) => void sent.push(...outgoing);
  const dependencies = { baskets, items, publish, now: () => Date.UTC(2026, 10, 22, 17, 30) };

  const change = (itemId: string, version: number, priceMinor: number) =>
    itemChanged({ itemId, version, name: itemId === pin ? 'Pin' : 'Mug', priceMinor, currency: 'USD' }, { items });
  const putIn = async (...lines: { itemId: string; quantity: number }[]) => {
    const known = await items.of(lines);
    return baskets.change(buyer.id, (basket) => replaceLines(basket, lines, known));
  };
  const order = (
    idempotencyKey = 'key-00000001',
    override: Partial<typeof dependencies> = {},
    more: { couponCode?: string; expectedTotalMinor?: number } = {},
  ) => {
    const call = {
      caller: { ...buyer, roles: [], scopes: ['basket'] },
      context: new InvocationContext({ logHandler: () => undefined }),
    };
    return placeOrder(
      { ...call, idempotencyKey, body: { address, cardToken: 'token-1', ...more } },
      { ...dependencies, ...override },
    );
  };
  await change(pin, 1, 900);
  await change(mug, 1, 1500);
  await putIn({ itemId: pin, quantity: 2 }, { itemId: mug, quantity: 1 });
  return { baskets, items, sent, change, putIn, order, show: async () => answer(await baskets.get(buyer.id), items) };
};

const orderOf = ({ sent }: { sent: Outgoing[] }) => {
  const [event] = sent as Outgoing<'CheckoutAccepted'>[];
  if (!event) throw new Error('Nothing was sent.');
  return event;
};

describe('placing an order', () => {
  test('sends it with the prices of now, and leaves the basket as it is until the order exists', async () => {
    const shop = await openShop();
    await shop.change(pin, 2, 950);
    const before = await shop.baskets.get(buyer.id);
    const reply = await shop.order();
    const { data, correlationId } = orderOf(shop);
    expect(reply).toEqual({
      status: 202,
      body: { orderId: data.orderId },
      headers: { location: `/api/ordering/orders/${data.orderId}` },
    });
    expect(correlationId).toBe(data.orderId);
    expect(data).toEqual({
      orderId: data.orderId,
      buyer,
      address,
      cardToken: 'token-1',
      basketVersion: before.etag,
      acceptedAt: '2026-11-22T17:30:00.000Z',
      currency: 'USD',
      lines: [
        { itemId: pin, name: 'Pin', unitPriceMinor: 950, quantity: 2 },
        { itemId: mug, name: 'Mug', unitPriceMinor: 1500, quantity: 1 },
      ],
    });
    expect(await shop.baskets.get(buyer.id)).toEqual(before);
  });

  test('says so when it cannot be sent, and has changed nothing', async () => {
    const shop = await openShop();
    const before = await shop.baskets.get(buyer.id);
    const publish = () => Promise.reject(new Error('The broker is away.'));
    expect(await shop.order('key-00000001', { publish })).toMatchObject({ problem: 'temporarily-unavailable' });
    expect(await shop.baskets.get(buyer.id)).toEqual(before);
  });

  test('passes the coupon on, and keeps what the shopper expected to itself', async () => {
    const shop = await openShop();
    await shop.order('key-00000001', {}, { couponCode: 'DISC-10', expectedTotalMinor: 3300 });
    const { data } = orderOf(shop);
    expect(data).toMatchObject({ couponCode: 'DISC-10' });
    expect(data).not.toHaveProperty('expectedTotalMinor');
  });

  test('is refused when a price has risen since, with what has changed; not when it has fallen', async () => {
    const shop = await openShop();
    await shop.change(pin, 2, 950);
    expect(await shop.order('key-00000001', {}, { expectedTotalMinor: 3300 })).toMatchObject({
      problem: 'price-changed',
      errors: [
        { field: 'expectedTotalMinor', message: 'is now 3400' },
        { field: 'lines[0].unitPriceMinor', message: 'was 900, is now 950' },
      ],
    });
    expect(shop.sent).toEqual([]);
    await shop.change(pin, 3, 800);
    expect(await shop.order('key-00000001', {}, { expectedTotalMinor: 3300 })).toMatchObject({ status: 202 });
    expect(orderOf(shop).data.lines[0]).toMatchObject({ unitPriceMinor: 800 });
  });

  test('is refused with the line that is no longer sold', async () => {
    const shop = await openShop();
    await itemDeleted({ itemId: mug, version: 2 }, shop);
    expect(await shop.order()).toEqual({
      problem: 'item-unavailable',
      errors: [{ field: 'lines[1].itemId', message: expect.stringContaining('no longer sold') as string }],
    });
    expect(shop.sent).toEqual([]);
    expect(await shop.show()).toMatchObject({ body: { lines: [{}, { available: false, name: 'Mug' }] } });
  });

  test('is refused for who has nothing in the basket', async () => {
    const shop = await openShop();
    await shop.putIn();
    expect(await shop.order()).toMatchObject({ problem: 'basket-empty' });
  });

  test('is answered again, not refused, when the order has emptied the basket since', async () => {
    const shop = await openShop();
    const first = await shop.order();
    await orderStarted(orderOf(shop).data, shop);
    expect(await shop.order()).toEqual(first);
    expect(await shop.order('key-00000002')).toMatchObject({ problem: 'basket-empty' });
    expect(shop.sent).toHaveLength(1);
  });
});

describe('a started order', () => {
  test('empties the basket that was ordered', async () => {
    const shop = await openShop();
    await shop.order();
    await orderStarted(orderOf(shop).data, shop);
    expect(await shop.show()).toMatchObject({ status: 200, body: { lines: [], subtotalMinor: 0 } });
  });

  test('takes out its lines once, and leaves what was added in the meantime', async () => {
    const shop = await openShop();
    await shop.order();
    await shop.putIn({ itemId: pin, quantity: 5 });
    await orderStarted(orderOf(shop).data, shop);
    await orderStarted(orderOf(shop).data, shop);
    expect(await shop.show()).toMatchObject({ body: { lines: [{ itemId: pin, quantity: 3 }] } });
  });

  test('of a buyer without a basket is remembered, so that a repeat takes nothing later', async () => {
    const shop = await openShop();
    const lines = [{ itemId: pin, quantity: 1 }];
    const started = { orderId: mug, buyer: { id: 'bob' }, basketVersion: 'x', lines };
    await orderStarted(started, shop);
    const known = await shop.items.of(lines);
    await shop.baskets.change('bob', (basket) => replaceLines(basket, lines, known));
    await orderStarted(started, shop);
    expect((await shop.baskets.get('bob')).basket.lines).toHaveLength(1);
  });
});

describe('a change of a basket', () => {
  test('is refused when it names another version than the one that is there', async () => {
    const shop = await openShop();
    const { etag = '' } = await shop.baskets.get(buyer.id);
    await shop.putIn({ itemId: pin, quantity: 1 });
    const emptied = await shop.baskets.change(buyer.id, (basket) => ({ ...basket, lines: [] }), etag);
    expect(await answer(emptied, shop.items)).toMatchObject({ problem: 'basket-changed' });
    expect((await shop.baskets.get(buyer.id)).basket.lines).toHaveLength(1);
  });

  test('is not lost to others that are made at the same time', async () => {
    const shop = await openShop();
    const oneMore = () =>
      shop.baskets.change(buyer.id, (basket) => ({
        ...basket,
        lines: basket.lines.map((line) => ({ ...line, quantity: line.quantity + 1 })),
      }));
    await Promise.all(Array.from({ length: 20 }, oneMore));
    expect((await shop.baskets.get(buyer.id)).basket.lines.map(({ quantity }) => quantity)).toEqual([22, 21]);
  });
});

test('the basket of somebody who has none is an empty one', async () => {
  const { baskets, items } = await openShop();
  expect(await answer(await baskets.get('nobody'), items)).toEqual({
    status: 200,
    body: { lines: [], subtotalMinor: 0, currency: null },
  });
});
