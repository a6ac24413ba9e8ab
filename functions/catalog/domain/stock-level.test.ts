import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOnReorder, unitsToAdd } from './stock-level.ts';

const level = (availableStock: number) => ({ availableStock, restockThreshold: 5, maxStock: 20 });

test('an item has to be ordered again from the threshold downwards', () => {
  expect([6, 5, 0].map((available) => isOnReorder(level(available)))).toEqual([false, true, true]);
});

test('a delivery is taken up to the maximum', () => {
  expect([3, 10, 11, 500].map((delivered) => unitsToAdd(level(10), delivered))).toEqual([3, 10, 10, 10]);
});

test('where more came back than there is room for, nothing is added and nothing taken away', () => {
  expect(unitsToAdd(level(25), 1)).toBe(0);
});

test('no delivery exceeds the maximum or takes units away', () => {
  const units = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(
    fc.property(units, units, units, (availableStock, maxStock, delivered) => {
      const added = unitsToAdd({ availableStock, restockThreshold: 0, maxStock }, delivered);
      expect(added).toBeGreaterThanOrEqual(0);
      expect(added).toBeLessThanOrEqual(delivered);
      expect(availableStock + added).toBeLessThanOrEqual(Math.max(availableStock, maxStock));
    }),
  );
});
