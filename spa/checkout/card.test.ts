import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  brandOf,
  cardDetails,
  caretAfter,
  checkCard,
  codeDigitsOf,
  digitsOf,
  formatExpiry,
  groupDigits,
} from './card.ts';

const today = new Date(2026, 10, 22);
const good = { number: '4242 4242 4242 4242', holder: 'Alice Lind', expiry: '11 / 26', securityCode: '123' };

describe('while a number is typed', () => {
  test.each([
    ['4', 'Visa'],
    ['51', 'Mastercard'],
    ['2221', 'Mastercard'],
    ['2720', 'Mastercard'],
    ['37', 'American Express'],
    ['2', undefined],
    ['2721', undefined],
    ['6011', undefined],
  ])('%s shows the brand %s', (typed, brand) => expect(brandOf(typed)).toBe(brand));

  test('its digits stand in the groups of the card', () => {
    expect(groupDigits('42424242424')).toBe('4242 4242 424');
    expect(groupDigits('378282246310005')).toBe('3782 822463 10005');
    expect(groupDigits('4242-4242-4242-4242-99')).toBe('4242 4242 4242 4242');
  });

  test('grouping twice is grouping once, and invents no digits', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (typed) => {
        const grouped = groupDigits(typed);
        expect(groupDigits(grouped)).toBe(grouped);
        expect(digitsOf(typed).startsWith(digitsOf(grouped))).toBe(true);
      }),
    );
  });

  test('the caret stays behind the same digit', () => {
    expect(caretAfter('4242 4242', 4)).toBe(4);
    expect(caretAfter('4242 4242', 5)).toBe(6);
    expect(caretAfter('4242', 9)).toBe(4);
  });
});

test('an expiry is written as on the card', () => {
  expect(['1', '12', '123', '1230', '12/2030', '7', '730', ''].map(formatExpiry)).toEqual([
    '1',
    '12',
    '12 / 3',
    '12 / 30',
    '12 / 30',
    '07',
    '07 / 30',
    '',
  ]);
});

test('a good card is sent as numbers', () => {
  expect(checkCard(good, today)).toEqual({});
  expect(cardDetails(good)).toEqual({
    number: '4242424242424242',
    holder: 'Alice Lind',
    expiry: { month: 11, year: 2026 },
    securityCode: '123',
  });
});

test.each([
  [{ number: '' }, { number: 'missing' }],
  [{ number: '4242 4242' }, { number: 'incomplete' }],
  [{ number: '4242 4242 4242 4241' }, { number: 'wrong' }],
  [{ number: '6011 1111 1111 1117' }, { number: 'unsupported' }],
  [{ holder: ' ' }, { holder: 'missing' }],
  [{ expiry: '' }, { expiry: 'missing' }],
  [{ expiry: '11' }, { expiry: 'incomplete' }],
  [{ expiry: '13 / 30' }, { expiry: 'wrong' }],
  [{ expiry: '10 / 26' }, { expiry: 'expired' }],
  [{ securityCode: '' }, { securityCode: 'missing' }],
  [{ securityCode: '1234' }, { securityCode: 'wrong' }],
  [{ number: '3782 822463 10005', securityCode: '123' }, { securityCode: 'wrong' }],
])('%o is wrong: %o', (change, faults) => expect(checkCard({ ...good, ...change }, today)).toEqual(faults));

test('American Express has four digits in its security code', () => {
  expect([codeDigitsOf('37'), codeDigitsOf('4'), codeDigitsOf('')]).toEqual([4, 3, 4]);
});
