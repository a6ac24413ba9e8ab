/** Follows orders in a real store, by a clock that the test moves. */
import { expect, onTestFinished, test } from 'vitest';
import { openSql } from '../../../shared/sql/database.ts';
import type { Order } from '../domain/order.ts';
import { openOrders } from '../store/orders.ts';
import { fillOrdering } from '../store/prepare.ts';
import type { OrderingTables } from '../store/schema.ts';
import { followOrders } from './follow-orders.ts';

const id = (number: number): string => `0194${String(number).padStart(4, '0')}-0000-5000-8000-000000000000`;
const at = '2030-01-01T00:00:00.000Z';

const orderOf = (number: number, buyer: string): Order => ({
  id: id(number),
  buyer: { id: buyer },
  status: 'Submitted',
  currency: 'USD',
  lines: [{ itemId: id(9), name: 'Mug', unitPriceMinor: 100, quantity: 1 }],
  address: { name: 'A', street: 'B', city: 'C', postalCode: 'D', country: 'E' },
  submittedAt: at,
});

const opened = async () => {
  const database = await openSql<OrderingTables>('sqlite::memory:');
  onTestFinished(() => database.destroy());
  await fillOrdering(database);
  return openOrders(database);
};

type Orders = Awaited<ReturnType<typeof opened>>;

/** Follows Alice's orders; `during` runs in each pause, of which it is told the number, and says whether the reader stays. */
const follow = async (orders: Orders, position: number, during: (pause: number) => Promise<boolean>) => {
  let clock = 0;
  let pauses = 0;
  let left = 0;
  const pause = (ms: number) => {
    clock += ms;
    pauses += 1;
    return during(pauses);
  };
  const leave = () => void (left += 1);
  const frames: string[] = [];
  const following = followOrders({ buyerId: 'alice', position, orders, now: () => clock, pause, leave });
  for await (const text of following) frames.push(...text.split(/(?<=\n\n)/));
  return { frames, seconds: clock / 1000, left };
};

/** `<position> <order> <status>` of the events among the frames. */
const eventsIn = (frames: readonly string[]) =>
  frames.flatMap((frame) => {
    const [, position, data] = /^id: (\d+)\nevent: order\ndata: (.*)\n\n$/.exec(frame) ?? [];
    const { orderId, status } = JSON.parse(data ?? '{}') as { orderId?: string; status?: string };
    return orderId === undefined ? [] : [`${position} ${orderId.slice(4, 8)} ${status}`];
  });

test("every change of the buyer's orders is told once, in order, also those between two looks; nobody else's is", async () => {
  const orders = await opened();
  await orders.add(orderOf(1, 'alice'));
  const { frames, left } = await follow(orders, await orders.lastPosition('alice'), async (pause) => {
    if (pause === 2) {
      await orders.add(orderOf(2, 'bob'));
      await orders.add(orderOf(3, 'alice'));
      await orders.advance(id(3), { status: 'AwaitingStockValidation', at });
      await orders.advance(id(2), { status: 'AwaitingStockValidation', at });
      await orders.advance(id(1), { status: 'Cancelled', at, reason: { code: 'sold-out', text: 'Gone' } });
    }
    if (pause === 3) await orders.advance(id(3), { status: 'Validated', at });
    return pause < 5;
  });
  expect(frames[0]).toBe('retry: 1000\nid: 1\n\n');
  expect(eventsIn(frames)).toEqual([
    '2 0003 Submitted',
    '3 0003 AwaitingStockValidation',
    '4 0001 Cancelled',
    '5 0003 Validated',
  ]);
  expect(frames.join('')).toContain('"reason":{"code":"sold-out","text":"Gone"}');
  expect(left).toBe(1);
});

test('who comes back is told what happened in between, and nothing twice', async () => {
  const orders = await opened();
  for (const number of [1, 2, 3]) await orders.add(orderOf(number, 'alice'));
  const { frames } = await follow(orders, 1, async (pause) => pause < 3);
  expect(eventsIn(frames)).toEqual(['2 0002 Submitted', '3 0003 Submitted']);
});

test('more changes than one look takes come with the next ones', async () => {
  const orders = await opened();
  for (let number = 1; number <= 130; number += 1) await orders.add(orderOf(number, 'alice'));
  const { frames } = await follow(orders, 0, async (pause) => pause < 3);
  expect(eventsIn(frames)).toHaveLength(130);
  expect(new Set(eventsIn(frames)).size).toBe(130);
});

test('a stream lasts a minute when nothing moves, three when something does', async () => {
  const orders = await opened();
  const none = await follow(orders, 0, async () => true);
  expect([none.seconds, none.left, none.frames.at(-1)]).toEqual([60, 1, expect.stringContaining('quiet')]);
  await orders.add(orderOf(1, 'alice'));
  const moving = await follow(orders, 1, async () => true);
  expect([moving.seconds, moving.left, moving.frames.at(-1)]).toEqual([180, 1, expect.stringContaining('time')]);
});

test('the place is left when the store fails', async () => {
  const orders = await opened();
  let left = 0;
  const following = followOrders({
    buyerId: 'alice',
    position: 0,
    orders: { ...orders, changesAfter: () => Promise.reject(new Error('The store is away.')) },
    now: () => 0,
    pause: async () => true,
    leave: () => void (left += 1),
  });
  await following.next();
  await expect(following.next()).rejects.toThrow('The store is away.');
  expect(left).toBe(1);
});
