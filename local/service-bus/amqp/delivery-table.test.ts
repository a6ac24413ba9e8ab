import { expect, test } from 'vitest';
import { createDeliveryTable } from './delivery-table.ts';

test('deliveries are let go in any order, and the rest is still found', () => {
  const table = createDeliveryTable();
  for (let id = 0; id < 5000; id++) table.push({ id });
  for (let id = 1; id < 4999; id++) table.forget(id);
  expect(table.size).toBe(2);
  expect([table.by_id(0), table.by_id(4000), table.by_id(4999)]).toEqual([{ id: 0 }, undefined, { id: 4999 }]);
  expect(table.available()).toBeGreaterThan(1_000_000);
});

test('what is done is freed from the head on, up to the first that is not', () => {
  const table = createDeliveryTable();
  for (let id = 0; id < 5; id++) table.push({ id });
  table.pop_if(({ id }) => id !== 2);
  expect([0, 1, 2, 3, 4].filter((id) => table.by_id(id) !== undefined)).toEqual([2, 3, 4]);
});
