/** One redemption per order: reserved, made final, given back. Every one of them done twice is done once. */
import type { Coupon, Entry, Usage } from './coupon.ts';
import { discountOf } from './discount.ts';
import { type Ask, type Refusal, refusalOf } from './refusal.ts';

/** A yes with the discount, or a no. */
export type Outcome = { discountMinor: number } | { refusal: Refusal };

/** A coupon, and what one buyer has of it for good. */
export interface Standing {
  coupon: Coupon;
  usage: Usage;
}

/** What somebody would get now; nothing is consumed. */
export const quote = (standing: Standing, ask: Ask): Outcome => {
  const refusal = refusalOf(standing, ask);
  return refusal ? { refusal } : { discountMinor: discountOf(standing.coupon.discount, ask.subtotalMinor) };
};

/** Reserves a redemption for an order. The one that it has already stays as it is, whatever has become of the coupon since. */
export const reserve = (standing: Standing, orderId: string, ask: Ask): { coupon: Coupon; outcome: Outcome } => {
  const { coupon, usage } = standing;
  const earlier = coupon.reserved[orderId]?.[1] ?? usage.redeemed[orderId];
  if (earlier !== undefined) return { coupon, outcome: { discountMinor: earlier } };
  const outcome = quote(standing, ask);
  if ('refusal' in outcome) return { coupon, outcome };
  const reserved = { ...coupon.reserved, [orderId]: [ask.buyer, outcome.discountMinor] as const };
  return { coupon: { ...coupon, reserved }, outcome };
};

/** The orders do not get the coupon after all: their reservations go. The same coupon when there are none. */
export const unreserve = (coupon: Coupon, orderIds: readonly string[]): Coupon => {
  const gone = new Set(orderIds.filter((orderId) => coupon.reserved[orderId]));
  if (gone.size === 0) return coupon;
  const kept = Object.entries(coupon.reserved).filter(([orderId]) => !gone.has(orderId));
  return { ...coupon, reserved: Object.fromEntries(kept) };
};

const nextEntry = (coupon: Coupon, entry: Omit<Entry, 'number'>): Entry => ({
  number: (coupon.entry?.number ?? 0) + 1,
  ...entry,
});

/** The order is paid: its redemption is final. The same coupon when there is nothing to change. */
export const redeem = (coupon: Coupon, orderId: string): Coupon => {
  const [buyer, discountMinor] = coupon.reserved[orderId] ?? [];
  if (buyer === undefined || discountMinor === undefined) return coupon;
  return {
    ...unreserve(coupon, [orderId]),
    redeemed: coupon.redeemed + 1,
    redeemedMinor: coupon.redeemedMinor + discountMinor,
    entry: nextEntry(coupon, { buyer, orderId, discountMinor }),
  };
};

/** An order gives back what it has, also when it is paid. The same coupon when it has nothing. */
export const release = ({ coupon, usage }: Standing, orderId: string, buyer: string): Coupon => {
  const discountMinor = usage.redeemed[orderId];
  if (discountMinor === undefined) return unreserve(coupon, [orderId]);
  return {
    ...coupon,
    redeemed: coupon.redeemed - 1,
    redeemedMinor: coupon.redeemedMinor - discountMinor,
    entry: nextEntry(coupon, { buyer, orderId, discountMinor: null }),
  };
};

/** Tells a usage an entry. The same usage when it was told that one, or a later one, already. */
export const told = (usage: Usage, { number, orderId, discountMinor }: Entry): Usage => {
  if (usage.told >= number) return usage;
  const { [orderId]: _before, ...others } = usage.redeemed;
  return { told: number, redeemed: discountMinor === null ? others : { ...others, [orderId]: discountMinor } };
};
