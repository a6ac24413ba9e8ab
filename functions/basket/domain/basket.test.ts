import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Basket, clear, emptyBasket, hasGivenTo, removeLine, replaceLines, setLine, takeOut } from './basket.ts';
import { isRefusal, type Refusal } from './fault.ts';
import type { Item, Items } from './item.ts';

const sold = (priceMinor: number): Item => ({ facts: { version: 1, name: 'Pin', priceMinor, currency: 'USD' } });
const deleted: Item = { ...sold(100), deletedVersion: 2 };
const items: Items = new Map([
  ['a', sold(100)],
  ['b', sold(250)],
  ['gone', deleted],
]);

const good = (outcome: Basket | Refusal): Basket => {
  if (isRefusal(outcome)) throw new Error(`refused: ${JSON.stringify(outcome.faults)}`);
  return outcome;
};
const filled = (...lines: [itemId: string, quantity: number][]): Basket =>
  good(
    replaceLines(
      emptyBasket,
      lines.map(([itemId, quantity]) => ({ itemId, quantity })),
      items,
    ),
  );
const quantities = ({ lines }: Basket) => Object.fromEntries(lines.map(({ itemId, quantity }) => [itemId, quantity]));

describe('replacing the lines', () => {
  test('merges the lines of one item and takes the prices from the item facts', () => {
    expect(filled(['a', 2], ['b', 1], ['a', 3]).lines).toEqual([
      { itemId: 'a', quantity: 5, priceMinorSeen: 100 },
      { itemId: 'b', quantity: 1, priceMinorSeen: 250 },
    ]);
  });

  test('keeps the price seen of what stays in the basket', () => {
    const dearer = new Map([...items, ['a', sold(120)] as const]);
    const replaced = good(replaceLines(filled(['a', 1]), [{ itemId: 'a', quantity: 2 }], dearer));
    expect(replaced.lines).toEqual([{ itemId: 'a', quantity: 2, priceMinorSeen: 100 }]);
  });

  test('names every line that is in the way', () => {
    const wanted = [
      { itemId: 'nowhere', quantity: 1 },
      { itemId: 'a', quantity: 60 },
      { itemId: 'gone', quantity: 1 },
      { itemId: 'a', quantity: 41 },
    ];
    expect(replaceLines(emptyBasket, wanted, items)).toEqual({
      faults: [
        { code: 'unknown-item', line: 0 },
        { code: 'item-unavailable', line: 2 },
        { code: 'too-many-units', line: 3 },
      ],
    });
  });

  test('adds up, whatever is sent in whatever order', () => {
    const line = fc.record({ itemId: fc.constantFrom('a', 'b'), quantity: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const basket = good(replaceLines(emptyBasket, lines, items));
        const units = (all: readonly { quantity: number }[]) => all.reduce((sum, { quantity }) => sum + quantity, 0);
        expect(new Set(basket.lines.map(({ itemId }) => itemId)).size).toBe(basket.lines.length);
        expect(units(basket.lines)).toBe(units(lines));
        expect(quantities(good(replaceLines(emptyBasket, lines.toReversed(), items)))).toEqual(quantities(basket));
      }),
    );
  });
});

describe('setting one line', () => {
  test('puts a new item at the end and changes an old one in its place', () => {
    const basket = good(setLine(filled(['a', 1], ['b', 1]), { itemId: 'a', quantity: 7 }, sold(130)));
    expect(basket.lines[0]).toEqual({ itemId: 'a', quantity: 7, priceMinorSeen: 130 });
    expect(quantities(good(setLine(filled(['b', 1]), { itemId: 'a', quantity: 2 }, sold(100))))).toEqual({
      a: 2,
      b: 1,
    });
  });

  test('is refused for an item that is not known or no longer sold', () => {
    const line = { itemId: 'a', quantity: 1 };
    expect(setLine(emptyBasket, line, undefined)).toEqual({ faults: [{ code: 'unknown-item' }] });
    expect(setLine(emptyBasket, line, deleted)).toEqual({ faults: [{ code: 'item-unavailable' }] });
  });

  test('is refused for a new item in a full basket, not for one that is in it', () => {
    const lines = Array.from({ length: 100 }, (_, i) => ({ itemId: `i${i}`, quantity: 1, priceMinorSeen: 1 }));
    const full: Basket = { lines, orders: [] };
    expect(setLine(full, { itemId: 'a', quantity: 1 }, sold(1))).toEqual({ faults: [{ code: 'basket-full' }] });
    expect(quantities(good(setLine(full, { itemId: 'i3', quantity: 9 }, sold(1)))).i3).toBe(9);
  });
});

test('removing what is not there leaves the very same basket, so that nothing is written', () => {
  const basket = filled(['a', 1]);
  expect(removeLine(basket, 'b')).toBe(basket);
  expect(quantities(removeLine(basket, 'a'))).toEqual({});
  expect(clear(emptyBasket)).toBe(emptyBasket);
});

describe('taking out an order', () => {
  test('leaves what the shopper added since', () => {
    const later = filled(['a', 3], ['b', 1]);
    const left = takeOut(later, 'order-1', [{ itemId: 'a', quantity: 2 }]);
    expect(quantities(left)).toEqual({ a: 1, b: 1 });
  });

  test('remembers the order even when the basket is cleared', () => {
    const left = takeOut(clear(takeOut(filled(['a', 1]), 'order-1', [])), 'order-2', []);
    expect([hasGivenTo(left, 'order-1'), hasGivenTo(left, 'order-2'), hasGivenTo(left, 'other')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('remembers the last twenty orders', () => {
    const orders = Array.from({ length: 21 }, (_, i) => `order-${i}`);
    const left = orders.reduce((basket, order) => takeOut(basket, order, []), emptyBasket);
    expect(left.orders).toEqual(orders.slice(1));
  });

  test('happens once per order, never leaves a line without units and never takes more than was ordered', () => {
    const line = fc.record({ itemId: fc.constantFrom('a', 'b'), quantity: fc.integer({ min: 1, max: 9 }) });
    const lines = fc.array(line, { maxLength: 4 });
    const deliveries = fc.array(fc.nat({ max: 2 }), { maxLength: 8 });
    fc.assert(
      fc.property(lines, fc.tuple(lines, lines, lines), deliveries, (start, orders, delivered) => {
        const before = good(replaceLines(emptyBasket, start, items));
        const after = delivered.reduce((basket, i) => takeOut(basket, `order-${i}`, orders[i] ?? []), before);
        const taken = [...new Set(delivered)].flatMap((i) => orders[i] ?? []);
        for (const itemId of ['a', 'b']) {
          const ordered = taken.filter((l) => l.itemId === itemId).reduce((sum, { quantity }) => sum + quantity, 0);
          const expected = Math.max(0, (quantities(before)[itemId] ?? 0) - ordered);
          expect(quantities(after)[itemId]).toBe(expected === 0 ? undefined : expected);
        }
      }),
    );
  });
});
