import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Coupon, changeTerms, newCoupon, type Terms } from './coupon.ts';
import { redeem, release, reserve } from './redemption.ts';

const terms: Terms = {
  description: '$5 off',
  discount: { kind: 'fixed', amountMinor: 500 },
  currency: 'USD',
  minimumSubtotalMinor: 0,
  validFrom: null,
  validUntil: null,
  totalLimit: 3,
  perBuyerLimit: 1,
};
const ask = (buyer: string) => ({ buyer, subtotalMinor: 2000, currency: 'USD', at: '2026-11-22T12:00:00.000Z' });
const fresh = newCoupon('DISC-5', terms, 'test');

test('a redemption keeps its discount when the coupon changes', () => {
  const { coupon } = reserve(fresh, 'order-1', ask('alice'));
  const changed = changeTerms(coupon, { ...terms, discount: { kind: 'percentage', percent: 50 }, totalLimit: 1 });
  expect(reserve(changed, 'order-1', ask('alice'))).toEqual({ coupon: changed, outcome: { discountMinor: 500 } });
  expect(reserve(changed, 'order-2', ask('bob')).outcome).toMatchObject({ refusal: { code: 'coupon-used-up' } });
});

test('what is not there is neither made final nor given back', () => {
  expect(redeem(fresh, 'order-1')).toBe(fresh);
  expect(release(fresh, ['order-1'])).toBe(fresh);
});

test('a redemption that is final is given back too, when a paid order is cancelled', () => {
  const paid = redeem(reserve(fresh, 'order-1', ask('alice')).coupon, 'order-1');
  expect(paid.redemptions).toEqual({ 'order-1': ['alice', 500, 'redeemed'] });
  expect(release(paid, ['order-1'])).toEqual(fresh);
});

test('whatever orders do in whatever order, no limit is ever exceeded and doing a thing twice changes nothing', () => {
  const actions: Record<string, (coupon: Coupon, orderId: string, buyer: string) => Coupon> = {
    reserve: (coupon, orderId, buyer) => reserve(coupon, orderId, ask(buyer)).coupon,
    redeem,
    release: (coupon, orderId) => release(coupon, [orderId]),
  };
  const turn = fc.record({
    action: fc.constantFrom(...Object.keys(actions)),
    order: fc.nat({ max: 7 }),
  });
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 40 }), (turns) => {
      let coupon = fresh;
      for (const { action, order } of turns) {
        const act = actions[action] ?? (() => coupon);
        coupon = act(coupon, `order-${order}`, `buyer-${order % 4}`);
        expect(act(coupon, `order-${order}`, `buyer-${order % 4}`)).toBe(coupon);
        const buyers = Object.values(coupon.redemptions).map(([buyer]) => buyer);
        expect(buyers.length).toBeLessThanOrEqual(terms.totalLimit);
        expect(new Set(buyers).size).toBe(buyers.length);
      }
    }),
  );
});
