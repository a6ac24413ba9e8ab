/** The live status of a buyer's orders, on real processes: one for each app, and one host over the bundle of all apps. */
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { getToken } from '../local/identity/token.ts';
import { type EventStream, openEventStream } from './support/event-stream.ts';
import { type Customer, eventually, openTestShop, type TestShop } from './support/shop.ts';
import { addCard, checkOut, decliningCard, itemInStock, orderBecomes, putInBasket } from './support/shopping.ts';

const wayToPaid = ['Submitted', 'AwaitingStockValidation', 'Validated', 'Paid'];

interface Change {
  orderId: string;
  number: string;
  status: string;
  reason?: { code: string };
  at: string;
}

describe.each(['each', 'one'] as const)('with %s of the apps in a host', (hosts) => {
  let shop: TestShop;
  let alice: Customer;
  let bob: Customer;
  let functionKey: string;
  const open: EventStream[] = [];

  beforeAll(async () => {
    shop = await openTestShop({ hosts });
    [alice, bob] = await Promise.all([shop.signIn('alice'), shop.signIn('bob')]);
    functionKey = (await readFile(shop.functionKeyFile, 'utf8')).trim();
  });
  afterEach(() => {
    for (const stream of open.splice(0)) stream.close();
  });
  afterAll(() => shop?.close());

  /** A page of a buyer that asks to watch the orders. */
  const ask = async (user: string, headers: Record<string, string> = {}): Promise<EventStream> => {
    const token = await getToken({ user, issuer: shop.issuer });
    const stream = await openEventStream(`${shop.api('ordering')}/ordering/orders/stream`, {
      'x-functions-key': functionKey,
      authorization: `Bearer ${token}`,
      ...headers,
    });
    open.push(stream);
    return stream;
  };

  /** One that is let in: pages that have just been closed may still count among those that watch. */
  const watch = (user: string, headers?: Record<string, string>): Promise<EventStream> =>
    eventually(
      () => ask(user, headers),
      ({ response }) => response.status === 200,
    );

  const resume = (user: string, from: EventStream) => watch(user, { 'last-event-id': from.lastEventId() });

  const nextChange = async (stream: EventStream): Promise<Change> => {
    const event = await stream.next();
    expect(event?.event).toBe('order');
    return event?.data as Change;
  };

  const changesUntil = async (stream: EventStream, status: string): Promise<Change[]> => {
    const changes: Change[] = [];
    while (changes.at(-1)?.status !== status) changes.push(await nextChange(stream));
    return changes;
  };

  const buy = async (customer: Customer, cardNumber?: string): Promise<string> => {
    const pin = await itemInStock(customer);
    await putInBasket(customer, pin.id, 1);
    return checkOut(customer, await addCard(customer, cardNumber));
  };

  test('an order moves from Submitted to Paid before the eyes of its buyer, in every tab, and of nobody else', async () => {
    const [first, second, bobs] = await Promise.all([watch('alice'), watch('alice'), watch('bob')]);
    expect(first.response.headers.get('content-type')).toBe('text/event-stream');
    const bobsOrder = await buy(bob, decliningCard);
    await orderBecomes(bob, bobsOrder, 'Cancelled');
    const orderId = await buy(alice);
    const changes = await changesUntil(first, 'Paid');
    expect(changes.map(({ status }) => status)).toEqual(wayToPaid);
    expect(new Set(changes.map((change) => change.orderId))).toEqual(new Set([orderId]));
    const { history, number } = (
      await alice<{ history: object[]; number: string }>('ordering', `GET orders/${orderId}`)
    ).body;
    expect(changes).toEqual(history.map((change) => ({ orderId, number, ...change })));
    expect(await changesUntil(second, 'Paid')).toEqual(changes);
    const [cancelled] = (await changesUntil(bobs, 'Cancelled')).slice(-1);
    expect(cancelled).toMatchObject({ orderId: bobsOrder, reason: { code: 'card-declined' } });
  });

  test('a page that lost its stream comes back and has missed nothing and hears nothing twice', async () => {
    let stream = await watch('alice');
    const orderIds = [await buy(alice)];
    const seen: Change[] = [];
    for (let interruption = 0; interruption < 3; interruption += 1) {
      seen.push(await nextChange(stream));
      stream.close();
      stream = await resume('alice', stream);
    }
    stream.close();
    orderIds.push(await buy(alice));
    for (const orderId of orderIds) await orderBecomes(alice, orderId, 'Paid');
    stream = await resume('alice', stream);
    while (seen.length < 8) seen.push(await nextChange(stream));
    for (const orderId of orderIds)
      expect(seen.filter((change) => change.orderId === orderId).map(({ status }) => status)).toEqual(wayToPaid);
  });

  test('a stream that is lost before its first event is taken up where it began', async () => {
    const stream = await watch('alice');
    const waiting = stream.next().catch(() => 'lost');
    await eventually(
      async () => stream.lastEventId(),
      (id) => id !== '',
    );
    stream.close();
    expect(await waiting).toBe('lost');
    const orderId = await buy(alice);
    await orderBecomes(alice, orderId, 'Paid');
    const changes = await changesUntil(await resume('alice', stream), 'Paid');
    expect(changes.map((change) => [change.orderId, change.status])).toEqual(
      wayToPaid.map((status) => [orderId, status]),
    );
  });

  test('five pages of a buyer may watch at once, and one that is closed makes room', async () => {
    const pages = await Promise.all(Array.from({ length: 5 }, () => watch('alice')));
    expect(pages.map(({ response }) => response.status)).toEqual([200, 200, 200, 200, 200]);
    const sixth = await ask('alice');
    expect([sixth.response.status, sixth.response.headers.get('retry-after')]).toEqual([429, '30']);
    expect((await watch('bob')).response.status).toBe(200);
    pages[2]?.close();
    expect((await watch('alice')).response.status).toBe(200);
  });

  test('what is no position is refused by name', async () => {
    const wrong = await alice('ordering', 'GET orders/stream', { headers: { 'last-event-id': 'yesterday' } });
    expect(wrong).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ field: 'Last-Event-ID' }] },
    });
  });

  test('an open page does not keep the shop from closing', async () => {
    const stream = await watch('alice');
    const ended = stream.next().catch(() => 'cut off');
    await shop.close();
    expect(await ended).toBeUndefined();
    expect(shop.log.filter((line) => /still running|failed:/.test(line))).toEqual([]);
  });
});
