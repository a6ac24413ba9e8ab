/**
 * A coupon: what an operator says about it, and who has it. Reservations are part of it, for they last a minute; a redemption that is
 * final moves to the usage of its buyer, so that the coupon stays small however often it is used.
 */
import type { Discount } from './discount.ts';

/** The most redemptions that one coupon can have: all of them may be reserved at once, and these are one document with it. */
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
 * What an order has of a coupon until it is paid. The buyer is a digest, the same for the same buyer. A tuple, because there are up to
 * 5,000 of them in a document.
 */
export type Reservation = readonly [buyer: string, discountMinor: number];

/** A redemption that became final, or that was given back after that: what the usage of its buyer has to be told. */
export interface Entry {
  /** Counts the entries of a coupon. */
  number: number;
  buyer: string;
  orderId: string;
  /** Nothing when it was given back. */
  discountMinor: number | null;
}

/** What one buyer has of a coupon for good. */
export interface Usage {
  /** The number of the last entry that it was told. */
  told: number;
  /** The discounts by order id. */
  redeemed: Readonly<Record<string, number>>;
}

export const unused: Usage = { told: 0, redeemed: {} };

export interface Coupon extends Terms {
  /** In upper case. */
  code: string;
  /** Raised with every change by an operator, not with redemptions. */
  version: number;
  enabled: boolean;
  /** The command that created it: tells a repeat of the command from another coupon under the same code. */
  createdBy: string;
  /** By order id; what was released is gone. */
  reserved: Readonly<Record<string, Reservation>>;
  /** How many redemptions are final, and what they took off. */
  redeemed: number;
  redeemedMinor: number;
  /** The last entry; those before it are in the usages of their buyers. */
  entry: Entry | null;
}

export const newCoupon = (code: string, terms: Terms, createdBy: string): Coupon => ({
  code,
  version: 1,
  enabled: true,
  createdBy,
  ...terms,
  reserved: {},
  redeemed: 0,
  redeemedMinor: 0,
  entry: null,
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
