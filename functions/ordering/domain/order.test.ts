import { expect, test } from 'vitest';
import { OrderStatus } from '../../../shared/contracts/values.ts';
import { isCancellable, isFinal, mayBecome, totalOf } from './order.ts';

test('an order passes through its states in one direction only', () => {
  const reachable = (from: OrderStatus): OrderStatus[] =>
    OrderStatus.options.flatMap((to) => (mayBecome(from, to) ? [to, ...reachable(to)] : []));
  for (const status of OrderStatus.options) expect(reachable(status)).not.toContain(status);
});

test('an order can be cancelled until it is paid', () => {
  expect(OrderStatus.options.filter(isCancellable)).toEqual(['Submitted', 'AwaitingStockValidation', 'Validated']);
});

test('a paid and a cancelled order are final', () => {
  expect(OrderStatus.options.filter(isFinal)).toEqual(['Paid', 'Cancelled']);
});

test('the total is the sum of the lines', () => {
  const line = { itemId: 'a', name: 'A', unitPriceMinor: 1950, quantity: 2 };
  expect(totalOf([line, { ...line, unitPriceMinor: 850, quantity: 1 }])).toBe(4750);
});
