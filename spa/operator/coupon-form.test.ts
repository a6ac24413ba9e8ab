import { expect, test } from 'vitest';
import type { Coupon } from '../api/types.ts';
import { couponFormOf, emptyCoupon, readCouponForm } from './coupon-form.ts';

const coupon: Coupon = {
  code: 'CREW-10',
  version: 1,
  description: '10 % off for the crew',
  discount: { kind: 'percentage', percent: 10 },
  currency: 'USD',
  minimumSubtotalMinor: 5000,
  validFrom: '2026-11-01T08:00:00.000Z',
  validUntil: null,
  totalLimit: 100,
  perBuyerLimit: null,
  enabled: true,
  reserved: 0,
  redeemed: 2,
  discountedMinor: 1020,
};
const form = couponFormOf(coupon);
const errorsOf = (change: Partial<typeof form>) => {
  const read = readCouponForm({ ...form, ...change }, 'USD');
  return 'errors' in read ? Object.keys(read.errors) : [];
};

test('a coupon shown in the form is read back with the same terms', () => {
  const { code, description, discount, currency, minimumSubtotalMinor, validFrom, validUntil } = coupon;
  const terms = { code, description, discount, currency, minimumSubtotalMinor, validFrom, validUntil };
  expect(readCouponForm(form, 'USD')).toEqual({ coupon: { ...terms, totalLimit: 100, perBuyerLimit: null } });
});

test('a fixed amount is read in minor units', () => {
  const read = readCouponForm({ ...form, kind: 'fixed', amount: '12.5' }, 'USD');
  expect(read).toMatchObject({ coupon: { discount: { kind: 'fixed', amountMinor: 1250 } } });
});

test('everything that is missing is said at once', () => {
  const read = readCouponForm({ ...emptyCoupon, totalLimit: '' }, 'USD');
  expect('errors' in read && Object.keys(read.errors)).toEqual(['code', 'description', 'amount', 'totalLimit']);
});

test.each([
  [{ code: 'X' }, 'code'],
  [{ code: 'crew 10' }, 'code'],
  [{ percent: '0' }, 'percent'],
  [{ percent: '101' }, 'percent'],
  [{ percent: '12.5' }, 'percent'],
  [{ minimum: 'much' }, 'minimum'],
  [{ validFrom: '2026-12-01T10:00', validUntil: '2026-12-01T10:00' }, 'validUntil'],
  [{ totalLimit: '5001' }, 'totalLimit'],
  [{ perBuyerLimit: '-1' }, 'perBuyerLimit'],
])('%o is wrong in %s', (change, field) => expect(errorsOf(change)).toEqual([field]));
