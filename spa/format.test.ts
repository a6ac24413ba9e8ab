import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalsOf, money, parseMoney, plainMoney } from './format.ts';

test('prices are written as the language writes them', () => {
  expect(money(1450, 'USD', 'en-US')).toBe('$14.50');
  expect(money(1450, 'EUR', 'de-DE')).toBe('14,50\u00a0€');
  expect(money(1450, 'JPY', 'en-US')).toBe('¥1,450');
});

test('currencies differ in their decimals', () => {
  expect(['USD', 'JPY', 'KWD'].map(decimalsOf)).toEqual([2, 0, 3]);
});

test('an amount is read with point or comma', () => {
  expect(['14.50', '14,5', ' 14 ', '0.07'].map((typed) => parseMoney(typed, 'USD'))).toEqual([1450, 1450, 1400, 7]);
});

test('what is no amount is not read as one', () => {
  for (const typed of ['', '-1', '1.234', 'ten', '1.', '.5', '1e3', '12345678901'])
    expect({ typed, read: parseMoney(typed, 'USD') }).toEqual({ typed, read: undefined });
});

test('an amount survives being shown for editing', () => {
  fc.assert(
    fc.property(fc.nat({ max: 1_000_000_000 }), fc.constantFrom('USD', 'JPY', 'KWD'), (minor, currency) => {
      expect(parseMoney(plainMoney(minor, currency), currency)).toBe(minor);
    }),
  );
});
