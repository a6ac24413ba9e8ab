import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Coupon, changeTerms, newCoupon, type Terms, type Usage, unused } from './coupon.ts';
import { redeem, release, reserve, told } from './redemption.ts';

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

/** A coupon and all its usages, as if they were one document: each entry is told at once. */
interface Whole {
  coupon: Coupon;
  usages: Readonly<Record<string, Usage>>;
}
const whole = (coupon: Coupon = fresh): Whole => ({ coupon, usages: {} });

const after = (before: Whole, coupon: Coupon): Whole => {
  const { entry } = coupon;
  if (!entry || entry === before.coupon.entry) return { ...before, coupon };
  const usage = told(before.usages[entry.buyer] ?? unused, entry);
  return { coupon, usages: { ...before.usages, [entry.buyer]: usage } };
};

const actions = {
  reserve: ({ coupon, usages }: Whole, orderId: string, buyer: string) =>
    reserve({ coupon, usage: usages[buyer] ?? unused }, orderId, ask(buyer)).coupon,
  redeem: ({ coupon }: Whole, orderId: string) => redeem(coupon, orderId),
  release: ({ coupon, usages }: Whole, orderId: string, buyer: string) =>
    release({ coupon, usage: usages[buyer] ?? unused }, orderId, buyer),
};
type Action = keyof typeof actions;

const act = (before: Whole, action: Action, orderId: string, buyer: string): Whole =>
  after(before, actions[action](before, orderId, buyer));

/** Who has the coupon, by order. */
const held = ({ coupon, usages }: Whole): [orderId: string, buyer: string][] => [
  ...Object.entries(coupon.reserved).map(([orderId, [buyer]]): [string, string] => [orderId, buyer]),
  ...Object.entries(usages).flatMap(([buyer, { redeemed }]) =>
    Object.keys(redeemed).map((orderId): [string, string] => [orderId, buyer]),
  ),
];

test('a redemption keeps its discount when the coupon changes', () => {
  const { coupon } = act(whole(), 'reserve', 'order-1', 'alice');
  const changed = changeTerms(coupon, { ...terms, discount: { kind: 'percentage', percent: 50 }, totalLimit: 1 });
  const standing = { coupon: changed, usage: unused };
  expect(reserve(standing, 'order-1', ask('alice'))).toEqual({ coupon: changed, outcome: { discountMinor: 500 } });
  expect(reserve(standing, 'order-2', ask('bob')).outcome).toMatchObject({ refusal: { code: 'coupon-used-up' } });
});

test('what is not there is neither made final nor given back', () => {
  expect(redeem(fresh, 'order-1')).toBe(fresh);
  expect(release({ coupon: fresh, usage: unused }, 'order-1', 'alice')).toBe(fresh);
});

test('a redemption that is final counts, leaves the coupon small, and is found again', () => {
  const paid = act(act(whole(), 'reserve', 'order-1', 'alice'), 'redeem', 'order-1', 'alice');
  expect(paid.coupon).toMatchObject({ reserved: {}, redeemed: 1, redeemedMinor: 500 });
  expect(paid.usages).toEqual({ alice: { told: 1, redeemed: { 'order-1': 500 } } });
  const standing = { coupon: paid.coupon, usage: paid.usages.alice ?? unused };
  expect(reserve(standing, 'order-1', ask('alice'))).toEqual({ coupon: paid.coupon, outcome: { discountMinor: 500 } });
  expect(reserve(standing, 'order-2', ask('alice')).outcome).toMatchObject({
    refusal: { code: 'coupon-limit-per-buyer' },
  });
});

test('a redemption that is final is given back too, when a paid order is cancelled', () => {
  const paid = act(act(whole(), 'reserve', 'order-1', 'alice'), 'redeem', 'order-1', 'alice');
  const back = act(paid, 'release', 'order-1', 'alice');
  expect(back.coupon).toMatchObject({ reserved: {}, redeemed: 0, redeemedMinor: 0 });
  expect(held(back)).toEqual([]);
});

test('an entry that is told late or twice changes nothing', () => {
  const one = { number: 4, buyer: 'alice', orderId: 'order-1', discountMinor: 500 };
  const gone = { ...one, number: 6, discountMinor: null };
  const usage = told(told(unused, one), gone);
  expect(usage).toEqual({ told: 6, redeemed: {} });
  expect(told(usage, one)).toBe(usage);
  expect(told(usage, gone)).toBe(usage);
});

test('whatever orders do in whatever order, no limit is ever exceeded and doing a thing twice changes nothing', () => {
  const turn = fc.record({
    action: fc.constantFrom<Action>('reserve', 'redeem', 'release'),
    order: fc.nat({ max: 7 }),
  });
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 40 }), (turns) => {
      let now = whole();
      for (const { action, order } of turns) {
        now = act(now, action, `order-${order}`, `buyer-${order % 4}`);
        expect(actions[action](now, `order-${order}`, `buyer-${order % 4}`)).toBe(now.coupon);
        const buyers = held(now).map(([, buyer]) => buyer);
        expect(buyers.length).toBe(Object.keys(now.coupon.reserved).length + now.coupon.redeemed);
        expect(buyers.length).toBeLessThanOrEqual(terms.totalLimit);
        expect(new Set(buyers).size).toBe(buyers.length);
        expect(now.coupon.redeemedMinor).toBe(now.coupon.redeemed * 500);
      }
    }),
  );
});
