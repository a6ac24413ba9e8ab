import { expect, test } from 'vitest';
import { renewAfter } from './lock-renewal.ts';
import { createSlots } from './slots.ts';

test('a lock is renewed half-way, or ten seconds before its end', () => {
  expect(renewAfter(1_000)).toBe(500);
  expect(renewAfter(60_000)).toBe(50_000);
  expect(renewAfter(-5)).toBe(0);
});

test('no more run at once than there are slots, and those who wait go in order', async () => {
  const slots = createSlots(2);
  const order: number[] = [];
  let running = 0;
  let most = 0;
  const run = async (id: number) => {
    await slots.take();
    running += 1;
    most = Math.max(most, running);
    order.push(id);
    await Promise.resolve();
    running -= 1;
    slots.give();
  };
  await Promise.all([1, 2, 3, 4, 5, 6].map(run));
  expect(most).toBe(2);
  expect(order).toEqual([1, 2, 3, 4, 5, 6]);
});
