import { describe, expect, test } from 'vitest';
import type { Basket } from './basket.ts';
import type { Item, Items } from './item.ts';
import { costsMoreThan, orderIdOf, orderOf } from './order.ts';
import { priceBasket } from './priced-basket.ts';

const item = (priceMinor: number, currency = 'USD'): Item => ({
  facts: { version: 2, name: 'Night Heron Pin', priceMinor, currency, pictureUrl: '/api/catalog/pictures/p1' },
});
const basket: Basket = {
  lines: [
    { itemId: 'a', quantity: 2, priceMinorSeen: 100 },
    { itemId: 'b', quantity: 1, priceMinorSeen: 900 },
  ],
  orders: [],
};
const items: Items = new Map([
  ['a', item(120)],
  ['b', item(900)],
]);
const deleted: Item = { ...item(120), deletedVersion: 3 };

describe('a priced basket', () => {
  test('has the prices of now, and shows the price seen before where it was another', () => {
    const { lines, subtotalMinor, currency } = priceBasket(basket, items);
    expect(lines).toMatchObject([
      { available: true, unitPriceMinor: 120, previousUnitPriceMinor: 100, totalMinor: 240 },
      { available: true, unitPriceMinor: 900, previousUnitPriceMinor: null, totalMinor: 900 },
    ]);
    expect({ subtotalMinor, currency }).toEqual({ subtotalMinor: 1140, currency: 'USD' });
  });

  test('marks what is no longer sold, by its name, and leaves it out of the subtotal', () => {
    const { lines, subtotalMinor } = priceBasket(basket, new Map([...items, ['a', deleted] as const]));
    expect(lines[0]).toEqual({
      itemId: 'a',
      quantity: 2,
      name: 'Night Heron Pin',
      pictureUrl: '/api/catalog/pictures/p1',
      available: false,
    });
    expect(subtotalMinor).toBe(900);
  });

  test('never adds up two currencies', () => {
    const { lines, subtotalMinor } = priceBasket(basket, new Map([...items, ['b', item(900, 'EUR')] as const]));
    expect(lines.map(({ available }) => available)).toEqual([true, false]);
    expect(subtotalMinor).toBe(240);
  });
});

describe('an order', () => {
  test('is made of the lines at the prices of now', () => {
    expect(orderOf(priceBasket(basket, items))).toEqual({
      currency: 'USD',
      lines: [
        {
          itemId: 'a',
          name: 'Night Heron Pin',
          pictureUrl: '/api/catalog/pictures/p1',
          unitPriceMinor: 120,
          quantity: 2,
        },
        {
          itemId: 'b',
          name: 'Night Heron Pin',
          pictureUrl: '/api/catalog/pictures/p1',
          unitPriceMinor: 900,
          quantity: 1,
        },
      ],
    });
  });

  test('is not made of an empty basket, of items that are gone, or of a total beyond what can be paid', () => {
    expect(orderOf(priceBasket({ lines: [], orders: [] }, items))).toEqual({ faults: [{ code: 'basket-empty' }] });
    expect(orderOf(priceBasket(basket, new Map([['a', deleted]])))).toEqual({
      faults: [
        { code: 'item-unavailable', line: 0 },
        { code: 'item-unavailable', line: 1 },
      ],
    });
    expect(orderOf(priceBasket(basket, new Map([...items, ['b', item(1_000_000_000)] as const])))).toEqual({
      faults: [{ code: 'total-too-high' }],
    });
  });

  test('has the id that its buyer and key always give', () => {
    expect(orderIdOf('alice', 'key-12345678')).toBe(orderIdOf('alice', 'key-12345678'));
    expect(orderIdOf('alice', 'key-12345678')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-/);
    const others = [orderIdOf('bob', 'key-12345678'), orderIdOf('alice', 'key-12345679'), orderIdOf('a', 'b,c')];
    expect(new Set([...others, orderIdOf('alice', 'key-12345678'), orderIdOf('a,b', 'c')]).size).toBe(5);
  });
});

test('a basket costs more than agreed only when it costs more', () => {
  const priced = priceBasket(basket, items);
  expect([undefined, 1141, 1140, 1139, 0].map((agreed) => costsMoreThan(priced, agreed))).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
});
