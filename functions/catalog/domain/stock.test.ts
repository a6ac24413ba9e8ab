import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Decision, type Reservation, release, reserve, sell } from './stock.ts';

const lines = [
  { itemId: 'b', quantity: 2 },
  { itemId: 'a', quantity: 1 },
];
const stock = new Map([
  ['a', 1],
  ['b', 5],
]);

describe('reserving', () => {
  test('takes every line', () => {
    const { reservation, changes } = reserve(undefined, stock, lines);
    expect(reservation.status).toBe('reserved');
    expect(changes).toEqual([
      { itemId: 'a', by: -1 },
      { itemId: 'b', by: -2 },
    ]);
  });

  test('takes nothing when one line is short, and says which', () => {
    const { reservation, changes } = reserve(undefined, stock, [...lines, { itemId: 'a', quantity: 1 }]);
    expect(reservation).toEqual({ status: 'rejected', missing: [{ itemId: 'a', wanted: 2, available: 1 }] });
    expect(changes).toEqual([]);
  });

  test('an item that does not exist has no stock', () => {
    const { reservation } = reserve(undefined, stock, [{ itemId: 'gone', quantity: 1 }]);
    expect(reservation).toEqual({ status: 'rejected', missing: [{ itemId: 'gone', wanted: 1, available: 0 }] });
  });

  test('a request that arrives after the cancellation takes nothing', () => {
    const cancelled = release(undefined).reservation;
    expect(reserve(cancelled, stock, lines)).toEqual({ reservation: { status: 'released', lines: [] }, changes: [] });
  });
});

test('only what is reserved is sold', () => {
  expect(sell(undefined)).toBeUndefined();
  expect(sell(release(undefined).reservation)).toBeUndefined();
  expect(sell(reserve(undefined, stock, lines).reservation)?.reservation.status).toBe('sold');
});

test('whatever happens to the orders, in any order and however often, nothing is oversold and stock adds up', () => {
  const items = ['a', 'b', 'c'];
  const message = fc.record({
    order: fc.constantFrom('o1', 'o2', 'o3', 'o4'),
    kind: fc.constantFrom('reserve', 'sell', 'release'),
    lines: fc.array(fc.record({ itemId: fc.constantFrom(...items), quantity: fc.integer({ min: 1, max: 4 }) }), {
      minLength: 1,
      maxLength: 4,
    }),
  });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 60 }), (messages) => {
      const left = new Map(items.map((item) => [item, 6]));
      const orders = new Map<string, Reservation>();
      const decide = (order: string, kind: string, wanted: typeof lines): Decision | undefined => {
        if (kind === 'reserve') return reserve(orders.get(order), left, wanted);
        return kind === 'sell' ? sell(orders.get(order)) : release(orders.get(order));
      };
      for (const { order, kind, lines: wanted } of messages) {
        const decision = decide(order, kind, wanted);
        if (!decision) continue;
        orders.set(order, decision.reservation);
        for (const { itemId, by } of decision.changes) left.set(itemId, (left.get(itemId) ?? 0) + by);
      }
      const held = [...orders.values()].flatMap((order) =>
        order.status === 'reserved' || order.status === 'sold' ? order.lines : [],
      );
      for (const item of items) {
        const out = held.filter(({ itemId }) => itemId === item).reduce((sum, { quantity }) => sum + quantity, 0);
        expect(left.get(item)).toBeGreaterThanOrEqual(0);
        expect((left.get(item) ?? 0) + out).toBe(6);
      }
    }),
  );
});
