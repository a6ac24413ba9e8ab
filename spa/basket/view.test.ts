import { expect, test } from 'vitest';
import type { Item } from '../api/types.ts';
import { hasPriceChange, isOrderable, priceLocalBasket, unitsIn, withQuantity } from './view.ts';

const mug: Item = {
  id: 'mug',
  version: 1,
  name: 'Mug',
  description: 'Holds tea.',
  priceMinor: 1450,
  currency: 'USD',
  availableStock: 5,
  onReorder: false,
  brand: { id: 'b', name: 'B' },
  type: { id: 't', name: 'T' },
  pictureUrl: null,
};
const line = (itemId: string, quantity: number, priceMinorSeen: number) => ({ itemId, quantity, priceMinorSeen });

test("a visitor's basket is priced as the shop prices its own", () => {
  const basket = priceLocalBasket([line('mug', 2, 1450)], [mug]);
  expect(basket).toMatchObject({ subtotalMinor: 2900, currency: 'USD' });
  expect(basket.lines[0]).toMatchObject({ name: 'Mug', totalMinor: 2900, previousUnitPriceMinor: null });
  expect([hasPriceChange(basket), isOrderable(basket)]).toEqual([false, true]);
});

test('a price that is another one than seen is noted', () => {
  const basket = priceLocalBasket([line('mug', 1, 1300)], [mug]);
  expect(basket.lines[0]).toMatchObject({ unitPriceMinor: 1450, previousUnitPriceMinor: 1300 });
  expect(hasPriceChange(basket)).toBe(true);
});

test('an item that is no longer sold counts nothing and keeps the basket from being ordered', () => {
  const basket = priceLocalBasket([line('mug', 1, 1450), line('gone', 3, 900)], [mug]);
  expect(basket.subtotalMinor).toBe(1450);
  expect(basket.lines[1]).toMatchObject({ available: false, name: null });
  expect(isOrderable(basket)).toBe(false);
});

test('another quantity shows at once in line and subtotal; none takes the line out', () => {
  const basket = priceLocalBasket([line('mug', 1, 1450), line('gone', 1, 900)], [mug]);
  expect(withQuantity(basket, 'mug', 3)).toMatchObject({
    subtotalMinor: 4350,
    lines: [{ quantity: 3 }, { quantity: 1 }],
  });
  expect(withQuantity(basket, 'mug', 0)).toMatchObject({ subtotalMinor: 0, lines: [{ itemId: 'gone' }] });
  expect(withQuantity(basket, 'gone', 0).lines).toHaveLength(1);
});

test('units are counted, not lines', () => {
  expect(unitsIn([{ quantity: 2 }, { quantity: 3 }])).toBe(5);
});
