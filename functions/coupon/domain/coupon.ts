/** A coupon: what an operator says about it, and who has it. */
import type { Discount } from './discount.ts';

/** The most redemptions that one coupon can have: they are one document with it. */
export const maxRedemptions = 5000;

/** What an operator says about a coupon. */
export interface Terms {
  description: string;
  discount: Discount;
  /** Of the fixed amount and of the minimum; an order in another currency cannot have the coupon. */
  currency: string;
  minimumSubtotalMinor: number;
  /** UTC in ISO 8601 with milliseconds, so that they compare as text. At `validUntil` the coupon has expired. */
  validFrom: string | null;
  validUntil: string | null;
  totalLimit: number;
  perBuyerLimit: number | null;
}

/**
 * What one order has of a coupon: `reserved` until the order is paid, `redeemed` from then on. The buyer is a digest, the same for
 * the same buyer. A tuple, because there are up to 5,000 of them in a document.
 */
export type Redemption = readonly [buyer: string, discountMinor: number, status: 'reserved' | 'redeemed'];

export interface Coupon extends Terms {
  /** In upper case. */
  code: string;
  /** Raised with every change by an operator, not with redemptions. */
  version: number;
  enabled: boolean;
  /** The command that created it: tells a repeat of the command from another coupon under the same code. */
  createdBy: string;
  /** By order id; what was released is gone. */
  redemptions: Readonly<Record<string, Redemption>>;
}

export const newCoupon = (code: string, terms: Terms, createdBy: string): Coupon => ({
  code,
  version: 1,
  enabled: true,
  createdBy,
  ...terms,
  redemptions: {},
});

/** Replaces the terms. Redemptions keep the discount that they were made with. */
export const changeTerms = (coupon: Coupon, terms: Terms): Coupon => ({
  ...coupon,
  ...terms,
  version: coupon.version + 1,
});

/** The same coupon when it is so already. */
export const setEnabled = (coupon: Coupon, enabled: boolean): Coupon =>
  coupon.enabled === enabled ? coupon : { ...coupon, enabled, version: coupon.version + 1 };
