import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Discount, discountOf, splitDiscount } from './discount.ts';

const amount = fc.integer({ min: 0, max: 1_000_000_000 });
const discount: fc.Arbitrary<Discount> = fc.oneof(
  fc.record({ kind: fc.constant('fixed' as const), amountMinor: amount }),
  fc.record({ kind: fc.constant('percentage' as const), percent: fc.integer({ min: 1, max: 100 }) }),
);
const sum = (all: readonly number[]) => all.reduce((total, part) => total + part, 0);

describe('a discount', () => {
  test.each([
    ['five dollars off twenty', { kind: 'fixed', amountMinor: 500 }, 2000, 500],
    ['more than the subtotal', { kind: 'fixed', amountMinor: 3000 }, 2000, 2000],
    ['a tenth of 19.95, half a cent rounded up', { kind: 'percentage', percent: 10 }, 1995, 200],
    ['a tenth of 19.94, less than half a cent', { kind: 'percentage', percent: 10 }, 1994, 199],
    ['everything', { kind: 'percentage', percent: 100 }, 1999, 1999],
    ['of nothing', { kind: 'percentage', percent: 50 }, 0, 0],
  ] as const)('%s', (_, wanted, subtotalMinor, minor) => {
    expect(discountOf(wanted, subtotalMinor)).toBe(minor);
  });

  test('is whole, never negative and never more than the subtotal', () => {
    fc.assert(
      fc.property(discount, amount, (wanted, subtotalMinor) => {
        const minor = discountOf(wanted, subtotalMinor);
        expect(Number.isInteger(minor) && minor >= 0 && minor <= subtotalMinor).toBe(true);
      }),
    );
  });

  test('in percent is at most half a unit away from the exact share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), amount, (percent, subtotalMinor) => {
        const away =
          BigInt(discountOf({ kind: 'percentage', percent }, subtotalMinor)) * 100n -
          BigInt(subtotalMinor) * BigInt(percent);
        expect(away <= 50n && away > -50n).toBe(true);
      }),
    );
  });
});

describe('a discount over lines', () => {
  test.each([
    [100, [100, 100, 100], [34, 33, 33]],
    [100, [100, 200, 300], [17, 33, 50]],
    [7, [0, 5, 5], [0, 4, 3]],
    [0, [0, 0], [0, 0]],
    [0, [], []],
  ])('%i over %j is %j', (minor, lines, parts) => {
    expect(splitDiscount(minor, lines)).toEqual(parts);
  });

  test('adds up to the cent, takes no more than a line has, and is fair to one unit', () => {
    const lines = fc.array(amount, { minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(lines, fc.double({ min: 0, max: 1, noNaN: true }), (linesMinor, share) => {
        const total = sum(linesMinor);
        const minor = Math.floor(total * share);
        const parts = splitDiscount(minor, linesMinor);
        expect(sum(parts)).toBe(minor);
        for (const [index, line] of linesMinor.entries()) {
          const part = parts[index] ?? -1;
          expect(part >= 0 && part <= line).toBe(true);
          const exact = BigInt(minor) * BigInt(line);
          const away = BigInt(part) * BigInt(total) - exact;
          expect(away < BigInt(total || 1) && -away < BigInt(total || 1)).toBe(true);
        }
      }),
    );
  });
});
