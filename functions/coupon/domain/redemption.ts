/** One redemption per order: reserved, made final, given back. Every one of them done twice is done once. */
import type { Coupon, Redemption } from './coupon.ts';
import { discountOf } from './discount.ts';
import { type Ask, type Refusal, refusalOf } from './refusal.ts';

/** A yes with the discount, or a no. */
export type Outcome = { discountMinor: number } | { refusal: Refusal };

/** What somebody would get now; nothing is consumed. */
export const quote = (coupon: Coupon, ask: Ask): Outcome => {
  const refusal = refusalOf(coupon, ask);
  return refusal ? { refusal } : { discountMinor: discountOf(coupon.discount, ask.subtotalMinor) };
};

const withRedemption = (coupon: Coupon, orderId: string, redemption: Redemption): Coupon => ({
  ...coupon,
  redemptions: { ...coupon.redemptions, [orderId]: redemption },
});

/** Reserves a redemption for an order. The one that it has already stays as it is, whatever has become of the coupon since. */
export const reserve = (coupon: Coupon, orderId: string, ask: Ask): { coupon: Coupon; outcome: Outcome } => {
  const earlier = coupon.redemptions[orderId];
  if (earlier) return { coupon, outcome: { discountMinor: earlier[1] } };
  const outcome = quote(coupon, ask);
  if ('refusal' in outcome) return { coupon, outcome };
  return { coupon: withRedemption(coupon, orderId, [ask.buyer, outcome.discountMinor, 'reserved']), outcome };
};

/** The order is paid: its redemption is final. The same coupon when there is nothing to change. */
export const redeem = (coupon: Coupon, orderId: string): Coupon => {
  const [buyer, discountMinor, status] = coupon.redemptions[orderId] ?? [];
  if (buyer === undefined || discountMinor === undefined || status !== 'reserved') return coupon;
  return withRedemption(coupon, orderId, [buyer, discountMinor, 'redeemed']);
};

/** The orders do not get the coupon after all: their redemptions go. The same coupon when there are none. */
export const release = (coupon: Coupon, orderIds: readonly string[]): Coupon => {
  const gone = new Set(orderIds.filter((orderId) => coupon.redemptions[orderId]));
  if (gone.size === 0) return coupon;
  const kept = Object.entries(coupon.redemptions).filter(([orderId]) => !gone.has(orderId));
  return { ...coupon, redemptions: Object.fromEntries(kept) };
};

/** The orders whose redemptions are not final yet. */
export const reservedBy = (coupon: Coupon): string[] =>
  Object.entries(coupon.redemptions)
    .filter(([, [, , status]]) => status === 'reserved')
    .map(([orderId]) => orderId);
