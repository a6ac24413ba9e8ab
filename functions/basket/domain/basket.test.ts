import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  acceptPrices,
  addLine,
  type Basket,
  clear,
  emptyBasket,
  hasGivenTo,
  mergeLines,
  removeLine,
  replaceLines,
  setLine,
  takeOut,
} from './basket.ts';
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

describe('adding units of an item', () => {
  const add = (basket: Basket, command: string, quantity: number, itemId = 'a') =>
    addLine(basket, { itemId, quantity }, { command, item: items.get(itemId) });

  test('adds to those that are there, once for a command', () => {
    const once = good(add(filled(['a', 2]), 'one', 3));
    expect(quantities(once)).toEqual({ a: 5 });
    expect(good(add(once, 'one', 3))).toBe(once);
    expect(quantities(good(add(once, 'two', 1, 'b')))).toEqual({ a: 5, b: 1 });
  });

  test('counts even when the item was taken out since: the command was done', () => {
    const once = good(add(emptyBasket, 'one', 3));
    expect(quantities(good(add(removeLine(once, 'a'), 'one', 3)))).toEqual({});
    expect(quantities(good(add(clear(once), 'one', 3)))).toEqual({});
    expect(quantities(good(add(takeOut(once, 'order-1', [{ itemId: 'a', quantity: 3 }]), 'one', 3)))).toEqual({});
  });

  test('is refused beyond what a line can hold, and for what is not sold', () => {
    expect(add(filled(['a', 98]), 'one', 3)).toEqual({ faults: [{ code: 'too-many-units' }] });
    expect(add(emptyBasket, 'one', 3, 'gone')).toEqual({ faults: [{ code: 'item-unavailable' }] });
    expect(add(emptyBasket, 'one', 3, 'nowhere')).toEqual({ faults: [{ code: 'unknown-item' }] });
  });
});

describe('merging the basket of before the sign-in', () => {
  const merge = (basket: Basket, lines: { itemId: string; quantity: number }[], command = 'one') =>
    mergeLines(basket, lines, { command, items });

  test('adds up what both have, once for a command, and keeps the price that was seen', () => {
    const basket: Basket = { ...emptyBasket, lines: [{ itemId: 'a', quantity: 2, priceMinorSeen: 90 }] };
    const others = [
      { itemId: 'b', quantity: 1 },
      { itemId: 'a', quantity: 3 },
    ];
    const merged = good(merge(basket, others));
    expect(merged.lines).toEqual([
      { itemId: 'a', quantity: 5, priceMinorSeen: 90 },
      { itemId: 'b', quantity: 1, priceMinorSeen: 250 },
    ]);
    expect(good(merge(merged, others))).toBe(merged);
  });

  test('takes what is no longer sold along, and refuses what nobody has heard of', () => {
    expect(quantities(good(merge(emptyBasket, [{ itemId: 'gone', quantity: 2 }])))).toEqual({ gone: 2 });
    const unheardOf = merge(emptyBasket, [
      { itemId: 'a', quantity: 2 },
      { itemId: 'nowhere', quantity: 2 },
    ]);
    expect(unheardOf).toEqual({ faults: [{ code: 'unknown-item', line: 1 }] });
  });

  test('is refused when the two do not fit into one', () => {
    const full: Basket = {
      lines: Array.from({ length: 100 }, (_, i) => ({ itemId: `i${i}`, quantity: 1, priceMinorSeen: 1 })),
      orders: [],
    };
    expect(merge(full, [{ itemId: 'a', quantity: 1 }])).toEqual({ faults: [{ code: 'basket-full' }] });
  });

  test('never loses units but those that no line can hold', () => {
    const line = fc.record({ itemId: fc.constantFrom('a', 'b'), quantity: fc.integer({ min: 1, max: 100 }) });
    const lines = fc.array(line, { maxLength: 4 });
    fc.assert(
      fc.property(lines, lines, (mine, others) => {
        const basket = good(merge(emptyBasket, mine, 'mine'));
        const merged = quantities(good(merge(basket, others, 'others')));
        for (const itemId of ['a', 'b']) {
          const all = [...mine, ...others].filter((one) => one.itemId === itemId);
          const expected = Math.min(
            100,
            all.reduce((sum, { quantity }) => sum + quantity, 0),
          );
          expect(merged[itemId] ?? 0).toBe(expected);
        }
      }),
    );
  });
});

test('accepting the prices of now makes them the ones seen; when they are already, nothing is written', () => {
  const dearer = new Map([...items, ['a', sold(120)] as const]);
  const basket = filled(['a', 1], ['b', 1]);
  const accepted = acceptPrices(basket, dearer);
  expect(accepted.lines.map(({ priceMinorSeen }) => priceMinorSeen)).toEqual([120, 250]);
  expect(acceptPrices(accepted, dearer)).toBe(accepted);
  expect(acceptPrices(accepted, new Map())).toBe(accepted);
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
