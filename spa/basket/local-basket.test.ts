import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addUnits,
  type LocalBasket,
  markSeen,
  maxLines,
  maxUnits,
  parseLocalBasket,
  putBack,
  setUnits,
} from './local-basket.ts';

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const line = (n: number, quantity = 1, priceMinorSeen = 1000) => ({ itemId: id(n), quantity, priceMinorSeen });

test('the same item twice is one line with both quantities and the newer price', () => {
  expect(addUnits([line(1, 2)], line(1, 3, 1100))).toEqual([line(1, 5, 1100)]);
});

test('no quantity takes a line out, and undoing puts it back in its place', () => {
  const without = setUnits([line(1), line(2), line(3)], id(2), 0);
  expect(without).toEqual([line(1), line(3)]);
  expect(putBack(without, line(2), 1)).toEqual([line(1), line(2), line(3)]);
});

test('putting back a line that is there again changes nothing', () => {
  expect(putBack([line(1, 4)], line(1), 0)).toEqual([line(1, 4)]);
});

test('seen prices are remembered, others stay', () => {
  expect(markSeen([line(1), line(2)], new Map([[id(1), 900]]))).toEqual([line(1, 1, 900), line(2)]);
});

test('what the browser kept is read back; anything else is an empty basket', () => {
  expect(parseLocalBasket(JSON.stringify([line(1, 2)]))).toEqual([line(1, 2)]);
  for (const text of [null, '', 'null', '{}', '{"lines":', '[1, null, {"itemId": "x"}]'])
    expect(parseLocalBasket(text)).toEqual([]);
  expect(parseLocalBasket(JSON.stringify([line(1, 0), { ...line(2), quantity: '2' }, line(3, 1.5)]))).toEqual([]);
});

test('whatever is done, a basket stays within its limits and holds each item once', () => {
  const step = fc.record({ add: fc.boolean(), item: fc.nat({ max: 120 }), quantity: fc.integer({ min: 0, max: 120 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const basket = steps.reduce<LocalBasket>(
        (basket, { add, item, quantity }) =>
          add ? addUnits(basket, line(item, Math.max(quantity, 1))) : setUnits(basket, id(item), quantity),
        [],
      );
      expect(basket.length).toBeLessThanOrEqual(maxLines);
      expect(new Set(basket.map(({ itemId }) => itemId)).size).toBe(basket.length);
      for (const { quantity } of basket) expect(quantity >= 1 && quantity <= maxUnits).toBe(true);
      expect(parseLocalBasket(JSON.stringify(basket))).toEqual(basket);
    }),
  );
});
