import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCard, hasExpired, passesLuhn } from './card.ts';

const today = { month: 11, year: 2026 };
const visa = { number: '4242 4242 4242 4242', holder: 'Alice Lind', expiry: today, securityCode: '737' };
const fieldsOf = (checked: ReturnType<typeof checkCard>) =>
  'faults' in checked ? checked.faults.map(({ field }) => field) : [];

describe('a card is accepted', () => {
  test.each([
    ['4242 4242 4242 4242', '737', 'Visa', '4242'],
    ['5555-5555-5555-4444', '737', 'Mastercard', '4444'],
    ['2221000000000009', '737', 'Mastercard', '0009'],
    ['3782 822463 10005', '7373', 'American Express', '0005'],
  ])('%s', (number, securityCode, brand, last4) => {
    expect(checkCard({ ...visa, number, securityCode }, today)).toEqual({ brand, last4, expiry: today });
  });

  test('to the end of the month on it', () => {
    expect(hasExpired({ month: 11, year: 2026 }, today)).toBe(false);
    expect(hasExpired({ month: 10, year: 2026 }, today)).toBe(true);
    expect(hasExpired({ month: 1, year: 2027 }, today)).toBe(false);
  });
});

describe('a card is refused', () => {
  test('with everything that is wrong at once', () => {
    const wrong = { number: '4242424242424241', holder: ' ', expiry: { month: 13, year: 2020 }, securityCode: '12' };
    expect(fieldsOf(checkCard(wrong, today))).toEqual([
      'number',
      'holder',
      'expiry.month',
      'expiry.year',
      'securityCode',
    ]);
  });

  test('when its holder has a name that cannot be written on a card', () => {
    expect(fieldsOf(checkCard({ ...visa, holder: 'Alice\u0000Lind' }, today))).toEqual(['holder']);
  });

  test('when it has expired or its year has two digits', () => {
    expect(fieldsOf(checkCard({ ...visa, expiry: { month: 10, year: 2026 } }, today))).toEqual(['expiry']);
    expect(fieldsOf(checkCard({ ...visa, expiry: { month: 12, year: 27 } }, today))).toEqual(['expiry.year']);
  });

  test('when its security code has not as many digits as its brand has', () => {
    expect(fieldsOf(checkCard({ ...visa, securityCode: '7373' }, today))).toEqual(['securityCode']);
    const amex = { ...visa, number: '378282246310005' };
    expect(fieldsOf(checkCard(amex, today))).toEqual(['securityCode']);
  });

  test('as unsupported when its number is good but of another brand or length', () => {
    const of = (number: string) => checkCard({ ...visa, number }, today);
    expect(of('6011 1111 1111 1117')).toMatchObject({ unsupported: true, faults: [{ field: 'number' }] });
    expect(of('6011 1111 1111 1118')).toMatchObject({ unsupported: false });
    expect(of('none')).toMatchObject({ unsupported: false });
  });

  test('without its number or security code in what is said about it', () => {
    const digits = (length: number) =>
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: 19 }).map((all) => all.join(''));
    fc.assert(
      fc.property(digits(6), digits(5), (number, securityCode) => {
        const said = JSON.stringify(checkCard({ ...visa, number, securityCode }, today));
        expect(said.includes(number) || said.includes(securityCode)).toBe(false);
      }),
    );
  });
});

test('one wrong digit is always found', () => {
  const number = '4242424242424242';
  fc.assert(
    fc.property(fc.nat({ max: 15 }), fc.integer({ min: 1, max: 9 }), (place, by) => {
      const wrong = Array.from(number, (digit, i) => (i === place ? (Number(digit) + by) % 10 : digit)).join('');
      expect(passesLuhn(number)).toBe(true);
      expect(passesLuhn(wrong)).toBe(false);
    }),
  );
});
