/** What is done twice is done once: commands that are repeated, and events that the bus delivers again, late or in the wrong order. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collectRoutes } from '../scripts/routes.ts';
import { type EventName, eventNames, events } from '../shared/contracts/events.ts';
import {
  expectCouponAddsUp,
  expectMoneyAddsUp,
  expectQuietBus,
  expectStockAddsUp,
  type Placed,
  settled,
} from './support/books.ts';
import { type CrowdedShop, openCrowdedShop } from './support/crowd.ts';
import { echoListener, startEcho } from './support/echo.ts';
import { seededRandom } from './support/random.ts';
import { type Customer, eventually } from './support/shop.ts';
import {
  addCard,
  address,
  checkOut,
  decliningCard,
  goodCard,
  type Item,
  item,
  items,
  orderBecomes,
  putInBasket,
} from './support/shopping.ts';
import { addCoupon, addItem, couponTerms, newItem } from './support/stocking.ts';
import { startWiretap, type Wiretap, wiretapListener } from './support/wiretap.ts';

const { seed, random } = seededRandom();

let shop: CrowdedShop;
let wiretap: Wiretap;
let olivia: Customer;
let mug: Item;
const routes = (await collectRoutes()).filter(({ spec }) => spec.idempotent);

beforeAll(async () => {
  console.log(`idempotency: SEED=${seed}`);
  // Without the sweep, which may send an event while a request does so too: events are counted here.
  const env = { CATALOG_RELAY_SCHEDULE: '0 0 0 1 1 *' };
  shop = await openCrowdedShop({ listeners: [wiretapListener, echoListener], env });
  wiretap = startWiretap(shop.bus);
  olivia = await shop.operator();
  mug = await addItem(olivia, { name: 'Mug for repeats', priceMinor: 1000, stock: 1000 });
});
afterAll(async () => {
  await wiretap?.close();
  await shop?.close();
});

/** One way to give a command, and how to count what it has done. */
interface Command {
  by: Customer;
  path?: string;
  body?: object;
  /** Other content for the same key; none where a command has no content. */
  other?: object;
  effects: () => Promise<number>;
}

const named = async (path: 'brands' | 'types', name: string) => {
  const { body } = await olivia<Record<string, { name: string }[]>>('catalog', `GET ${path}`);
  return (body[path] ?? []).filter((one) => one.name === name).length;
};

const unitsIn = async (basketOf: Customer) => {
  const { body } = await basketOf<{ lines: { quantity: number }[] }>('basket', 'GET baskets/me');
  return body.lines.reduce((sum, { quantity }) => sum + quantity, 0);
};

const totalOf = async (by: Customer) => (await by<{ total: number }>('ordering', 'GET orders')).body.total;

const publishedOf = (itemId: string) =>
  wiretap.heard.filter(({ type, data }) => type === 'ItemChanged' && data.itemId === itemId).length;

/** By function name; `name` is fresh each time, so that commands do not meet those of other tests. */
const commands: Record<string, (buyer: Customer, name: string) => Promise<Command>> = {
  'catalog-create-item': async (_buyer, name) => {
    const body = await newItem(olivia, name, 500);
    const search = `GET items?search=${encodeURIComponent(name)}` as const;
    const effects = async () => (await olivia<{ total: number }>('catalog', search)).body.total;
    return { by: olivia, body, other: { ...body, priceMinor: 600 }, effects };
  },
  'catalog-restock': async (_buyer, name) => {
    const { id } = await addItem(olivia, { name, priceMinor: 100, stock: 1 });
    await olivia('catalog', `PUT items/${id}/stock`, { body: { restockThreshold: 0, maxStock: 100 } });
    const effects = async () => (await item(olivia, id)).availableStock - 1;
    return { by: olivia, path: `catalog/items/${id}/restock`, body: { quantity: 1 }, other: { quantity: 2 }, effects };
  },
  'catalog-publish-items': async () => {
    await expectQuietBus(shop, [echoListener]);
    return { by: olivia, effects: async () => publishedOf(mug.id) };
  },
  'catalog-create-brand': async (_buyer, name) => ({
    by: olivia,
    body: { name },
    other: { name: `${name}!` },
    effects: () => named('brands', name),
  }),
  'catalog-create-type': async (_buyer, name) => ({
    by: olivia,
    body: { name },
    other: { name: `${name}!` },
    effects: () => named('types', name),
  }),
  'basket-add-line': async (buyer) => ({
    by: buyer,
    body: { itemId: mug.id, quantity: 1 },
    other: { itemId: mug.id, quantity: 2 },
    effects: () => unitsIn(buyer),
  }),
  'basket-merge': async (buyer) => ({
    by: buyer,
    body: { lines: [{ itemId: mug.id, quantity: 1 }] },
    other: { lines: [{ itemId: mug.id, quantity: 2 }] },
    effects: () => unitsIn(buyer),
  }),
  'basket-checkout': async (buyer) => {
    const cardToken = await addCard(buyer);
    await putInBasket(buyer, mug.id, 1);
    const effects = () => totalOf(buyer);
    return { by: buyer, body: { address, cardToken }, other: { address, cardToken: randomUUID() }, effects };
  },
  'payment-create-card': async (buyer) => {
    const body = { number: goodCard, holder: 'A', expiry: { month: 12, year: 2040 }, securityCode: '123' };
    const effects = async () => (await buyer<{ cards: unknown[] }>('payment', 'GET cards')).body.cards.length;
    return { by: buyer, body, other: { ...body, number: '5555555555554444' }, effects };
  },
  'coupon-create': async (_buyer, name) => {
    const code = name.replaceAll(/[^\w]/g, '').toUpperCase();
    const effects = async () => Number((await olivia('coupon', `GET coupons/${code}`)).status === 200);
    return { by: olivia, body: { code, ...couponTerms }, other: { code, ...couponTerms, totalLimit: 7 }, effects };
  },
};

let serial = 0;

/** Readies a command for its test: how to give it, and what its first effect is. */
const prepare = async (name: string) => {
  const route = routes.find((one) => one.name === name);
  const make = commands[name];
  if (!route || !make) throw new Error(`${name} is in one list only.`);
  serial += 1;
  const command = await make(await shop.buyer(`repeater-${serial}`), `Repeat ${serial}`);
  const { by, path = route.route, body, effects } = command;
  const before = await effects();
  const give = (key: string, content = body) =>
    by(route.app, `${route.methods[0]} ${path.slice(route.app.length + 1)}`, {
      headers: { 'idempotency-key': key },
      ...(content && { body: content }),
    });
  const expectOneEffect = async () => {
    await eventually(effects, (count) => count > before);
    await expectQuietBus(shop, [echoListener]);
    expect(await effects()).toBe(before + 1);
  };
  return { give, expectOneEffect, other: command.other };
};

test('every command that takes a key has a test here', () => {
  expect(Object.keys(commands).sort()).toEqual(routes.map(({ name }) => name).sort());
});

describe.each(Object.keys(commands))('%s', (name) => {
  test('given twice gives the same answer and has one effect; the key is refused for anything else', async () => {
    const { give, expectOneEffect, other } = await prepare(name);
    const key = randomUUID();
    const first = await give(key);
    expect([200, 201, 202]).toContain(first.status);
    const again = await give(key);
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    for (const header of ['location', 'etag']) expect(again.headers.get(header)).toBe(first.headers.get(header));
    await expectOneEffect();
    if (!other) return;
    expect(await give(key, other)).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    await expectOneEffect();
  });

  test('given ten times at once has one effect', async () => {
    const { give, expectOneEffect } = await prepare(name);
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, () => give(key)));
    const taken = answers.filter(({ status }) => status < 300);
    const refused = answers.filter(({ status }) => status >= 300);
    for (const { status, body } of refused)
      expect({ status, body }).toMatchObject({ status: 409, body: { code: 'request-running' } });
    expect(taken.length).toBeGreaterThan(0);
    for (const { body } of taken) expect(body).toEqual(taken[0]?.body);
    expect((await give(key)).body).toEqual(taken[0]?.body);
    await expectOneEffect();
  });

  test('is refused without a key', async () => {
    const { give } = await prepare(name);
    expect(await give('short')).toMatchObject({ status: 400, body: { errors: [{ field: 'Idempotency-Key' }] } });
  });
});

describe('events in the wrong order', () => {
  const reason = { code: 'cancelled-by-buyer', text: 'You cancelled the order.' };
  const buyer = { id: 'too-late' };

  test('an order that is cancelled before it asked gets nothing any more, however often it asks', async () => {
    const orderId = randomUUID();
    const cardToken = await addCard(await shop.buyer(buyer.id));
    const code = await addCoupon(olivia, 'TOO-LATE');
    const before = await item(olivia, mug.id);
    await wiretap.send('OrderCancelled', { orderId, attempt: 1, reason });
    await wiretap.send('OrderCancelled', { orderId, attempt: 1, reason });
    const undone = ['StockReleased', 'CouponReleased', 'PaymentRefunded'] as const;
    for (const type of undone) await wiretap.waitFor(orderId, [type], 2);

    for (const attempt of [1, 1, 2]) {
      await wiretap.send('StockRequested', { orderId, attempt, lines: [{ itemId: mug.id, quantity: 1 }] });
      await wiretap.send('CouponRequested', { orderId, attempt, buyer, code, subtotalMinor: 1000, currency: 'USD' });
      await wiretap.send('PaymentRequested', { orderId, attempt, buyer, amountMinor: 900, currency: 'USD', cardToken });
    }
    for (const type of ['StockRejected', 'CouponRejected', 'PaymentDeclined'] as const)
      await wiretap.waitFor(orderId, [type], 3);
    expect(wiretap.about(orderId, 'StockReserved', 'CouponReserved', 'PaymentSucceeded')).toEqual([]);
    expect(await item(olivia, mug.id)).toEqual(before);
    await expectCouponAddsUp(olivia, code, []);
    expect((await (await shop.buyer(buyer.id))('payment', `GET charges/${orderId}`)).status).toBe(404);
  });

  test('older facts of an item do not replace newer ones, and a deleted item does not come back', async () => {
    const shopper = await shop.buyer('reader-of-prices');
    const itemId = randomUUID();
    const facts = { itemId, name: 'Late news', currency: 'USD' };
    await wiretap.send('ItemChanged', { ...facts, version: 3, priceMinor: 300 });
    await putInBasket(shopper, itemId, 1);
    await wiretap.send('ItemChanged', { ...facts, version: 2, priceMinor: 200 });
    await wiretap.send('ItemChanged', { ...facts, version: 3, priceMinor: 300 });
    await expectQuietBus(shop, [echoListener]);
    const line = async () => (await shopper<{ lines: object[] }>('basket', 'GET baskets/me')).body.lines[0];
    expect(await line()).toMatchObject({ available: true, unitPriceMinor: 300 });
    await wiretap.send('ItemDeleted', { itemId, version: 5 });
    await wiretap.send('ItemDeleted', { itemId, version: 5 });
    await wiretap.send('ItemChanged', { ...facts, version: 4, priceMinor: 400 });
    await expectQuietBus(shop, [echoListener]);
    expect(await line()).toMatchObject({ available: false });
  });
});

test('every event delivered twice, some of them late, has one effect', async () => {
  const echo = startEcho(shop.bus, () => random() * 1000);
  const soldOut = await addItem(olivia, { name: 'Sold out', priceMinor: 100, stock: 0 });
  const before = await items(olivia);
  const couponCode = await addCoupon(olivia, 'ECHO-10', { totalLimit: 3 });
  const usedUp = await addCoupon(olivia, 'ECHO-1', { totalLimit: 1 });

  const place = async (who: string, { card = goodCard, coupon = '', itemId = mug.id } = {}): Promise<Placed> => {
    const buyer = await shop.buyer(who);
    await putInBasket(buyer, itemId, 2);
    const orderId = await checkOut(buyer, await addCard(buyer, card), randomUUID(), coupon || undefined);
    return { buyer, orderId };
  };
  const outcome = ({ buyer, orderId }: Placed) => orderBecomes(buyer, orderId, 'Paid', 'Cancelled');

  const shipped = await Promise.all(['e1', 'e2'].map((who) => place(who, { coupon: couponCode })));
  const refunded = await place('e3', { coupon: couponCode });
  const declined = await place('e4', { coupon: usedUp, card: decliningCard });
  const withUnknownCoupon = await place('e5', { coupon: 'NO-SUCH-COUPON' });
  const withoutStock = await place('e6', { itemId: soldOut.id });
  const placed = [...shipped, refunded, declined, withUnknownCoupon, withoutStock];
  const outcomes = await Promise.all(placed.map(outcome));
  expect(outcomes.map(({ status, reason }) => reason?.code ?? status)).toEqual([
    'Paid',
    'Paid',
    'Paid',
    'card-declined',
    'coupon-unknown',
    'sold-out',
  ]);

  for (const { orderId } of shipped) await olivia('ordering', `POST orders/${orderId}/ship`);
  await olivia('ordering', `POST admin/orders/${refunded.orderId}/cancel`, { body: {} });
  const orders = await settled(placed);
  await expectQuietBus(shop);

  await expectStockAddsUp(olivia, before, orders);
  await expectMoneyAddsUp(placed, orders);
  await expectCouponAddsUp(olivia, couponCode, orders);
  await expectCouponAddsUp(olivia, usedUp, orders);

  await olivia('catalog', `DELETE items/${soldOut.id}`, { headers: { 'if-match': `"${soldOut.version}"` } });
  const [first] = shipped;
  expect((await first?.buyer('ordering', 'DELETE buyers/me'))?.status).toBe(202);
  const consumed = eventNames.filter((name: EventName) => events[name].consumers.length > 0);
  await eventually(
    async () => consumed.filter((name) => !echo.subjects.has(name)),
    (missing) => missing.length === 0,
  );
  await expectQuietBus(shop);
  for (const orderId of placed.map((order) => order.orderId)) {
    expect(wiretap.about(orderId, 'CheckoutAccepted')).toHaveLength(2);
    expect(wiretap.about(orderId, 'OrderStatusChanged').length % 2).toBe(0);
  }
  await echo.close();
});
