import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OrderStatus } from '../../../shared/contracts/values.ts';
import { isFinal, mayBecome, mayCancel, orderNumber, parseOrderNumber, totalsOf } from './order.ts';

test('an order passes through its states in one direction only', () => {
  const reachable = (from: OrderStatus): OrderStatus[] =>
    OrderStatus.options.flatMap((to) => (mayBecome(from, to) ? [to, ...reachable(to)] : []));
  for (const status of OrderStatus.options) expect(reachable(status)).not.toContain(status);
});

test('a buyer may cancel until the order is paid, an operator until it is shipped', () => {
  const cancellable = (party: 'buyer' | 'operator') => OrderStatus.options.filter((status) => mayCancel(party, status));
  expect(cancellable('buyer')).toEqual([
    'Submitted',
    'AwaitingStockValidation',
    'AwaitingCouponValidation',
    'Validated',
  ]);
  expect(cancellable('operator')).toEqual([...cancellable('buyer'), 'Paid']);
});

test('a shipped and a cancelled order are final', () => {
  expect(OrderStatus.options.filter(isFinal)).toEqual(['Shipped', 'Cancelled']);
});

describe('totals', () => {
  const minor = fc.integer({ min: 0, max: 1_000_000 });
  const lines = fc.array(fc.record({ unitPriceMinor: minor, quantity: fc.integer({ min: 1, max: 100 }) }), {
    maxLength: 20,
  });

  test('add up, and are never negative, whatever the discount', () => {
    fc.assert(
      fc.property(lines, fc.integer(), (some, discount) => {
        const { subtotalMinor, discountMinor, totalMinor } = totalsOf(some, discount);
        expect(subtotalMinor).toBe(some.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0));
        expect(totalMinor + discountMinor).toBe(subtotalMinor);
        expect(Math.min(totalMinor, discountMinor)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('the number of an order', () => {
  test('is short and the same every time', () => {
    expect(orderNumber('cedc14c0-7771-5611-8f48-a682a89e4988')).toBe('SVE19-G3QE5');
    expect(orderNumber('00000000-0000-5000-8000-000000000000')).toBe('00000-00001');
  });

  test('is found however it was read out', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const number = orderNumber(id);
        const misheard = number.replaceAll('0', 'o').replaceAll('1', 'l').replace('-', ' ').toLowerCase();
        expect(parseOrderNumber(misheard)).toBe(number);
      }),
    );
  });

  test('is not found in other words', () => {
    for (const typed of ['', '7KQ2M', '7KQ2M-9XDRTX', 'UUUUU-UUUUU', "'; drop"])
      expect(parseOrderNumber(typed)).toBeUndefined();
  });
});
