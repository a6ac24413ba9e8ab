import { expect, test } from 'vitest';
import { type Coupon, newCoupon, type Usage, unused } from './coupon.ts';
import { type Ask, refusalOf } from './refusal.ts';

const ask: Ask = { buyer: 'alice', subtotalMinor: 2000, currency: 'USD', at: '2026-11-22T12:00:00.000Z' };

const couponWith = (override: Partial<Coupon> = {}): Coupon => ({
  ...newCoupon(
    'DISC-5',
    {
      description: '$5 off',
      discount: { kind: 'fixed', amountMinor: 500 },
      currency: 'USD',
      minimumSubtotalMinor: 0,
      validFrom: null,
      validUntil: null,
      totalLimit: 2,
      perBuyerLimit: null,
    },
    'test',
  ),
  ...override,
});

/** Alice has it for good; bob, at the moment. */
const used: Partial<Coupon> = { redeemed: 1, redeemedMinor: 500, reserved: { 'order-2': ['bob', 500] } };
const byAlice: Usage = { told: 1, redeemed: { 'order-1': 500 } };

test.each<[string, Partial<Coupon>, string, string, Usage?]>([
  ['a disabled coupon', { enabled: false }, 'coupon-disabled', 'cannot be used at the moment'],
  ['one that is too early', { validFrom: '2026-11-22T12:00:00.001Z' }, 'coupon-not-yet-valid', 'from 2026-11-22 on'],
  ['one at the instant of its end', { validUntil: ask.at }, 'coupon-expired', 'expired on 2026-11-22'],
  ['one for another currency', { currency: 'EUR' }, 'coupon-other-currency', 'in EUR'],
  ['one with a higher minimum', { minimumSubtotalMinor: 2001 }, 'coupon-minimum-not-reached', '$20.01 or more'],
  [
    'one that the buyer has for good',
    { perBuyerLimit: 1, ...used, totalLimit: 9 },
    'coupon-limit-per-buyer',
    'already.',
    byAlice,
  ],
  [
    'one that the buyer has at the moment',
    { perBuyerLimit: 1, reserved: { 'order-3': ['alice', 500] }, totalLimit: 9 },
    'coupon-limit-per-buyer',
    'already.',
  ],
  ['one that is used up', used, 'coupon-used-up', 'is used up', byAlice],
])('%s is refused', (_, override, code, text, usage = unused) => {
  expect(refusalOf({ coupon: couponWith(override), usage }, ask)).toEqual({
    code,
    text: expect.stringContaining(text) as string,
  });
});

test.each<[string, Partial<Coupon>, Usage?]>([
  ['without limits', {}],
  ['at the instant of its beginning', { validFrom: ask.at }],
  ['just before its end', { validUntil: '2026-11-22T12:00:00.001Z' }],
  ['exactly at its minimum', { minimumSubtotalMinor: 2000 }],
  ['when the buyer has it less often than they may', { perBuyerLimit: 2, ...used, totalLimit: 3 }, byAlice],
  ['when others have it as often as one may', { perBuyerLimit: 1, reserved: { 'order-2': ['bob', 500] } }],
])('a coupon can be had %s', (_, override, usage = unused) => {
  expect(refusalOf({ coupon: couponWith(override), usage }, ask)).toBeUndefined();
});

test('amounts are shown in the coupon’s own currency', () => {
  const yen = couponWith({ currency: 'JPY', minimumSubtotalMinor: 5000 });
  expect(refusalOf({ coupon: yen, usage: unused }, { ...ask, currency: 'JPY' })?.text).toContain('¥5,000 or more');
});
