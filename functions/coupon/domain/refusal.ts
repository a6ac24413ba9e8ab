/** Why somebody cannot have a coupon: the rules in the order in which they are checked, each with a sentence for the shopper. */
import type { Coupon, Usage } from './coupon.ts';

export type RefusalCode =
  | 'coupon-unknown'
  | 'coupon-disabled'
  | 'coupon-not-yet-valid'
  | 'coupon-expired'
  | 'coupon-other-currency'
  | 'coupon-minimum-not-reached'
  | 'coupon-limit-per-buyer'
  | 'coupon-used-up';

/** A no, and the sentence that a shopper reads. */
export interface Refusal {
  code: RefusalCode;
  text: string;
}

/** What somebody wants a coupon for, and when. */
export interface Ask {
  /** Digest of the buyer's id. */
  buyer: string;
  subtotalMinor: number;
  currency: string;
  /** UTC in ISO 8601 with milliseconds. */
  at: string;
}

interface Rule {
  code: RefusalCode;
  isBroken: (coupon: Coupon, ask: Ask, usage: Usage) => boolean;
  text: (coupon: Coupon) => string;
}

export const unknownCoupon: Refusal = { code: 'coupon-unknown', text: 'There is no coupon with this code.' };

/** E.g. `$30.00`. */
const money = (minor: number, currency: string): string => {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
};

/** E.g. `2026-11-22`. */
const day = (instant: string | null): string => (instant ?? '').slice(0, 10);

/** How often a buyer has a coupon, whether for good or not yet. */
const timesOf = ({ reserved }: Coupon, { redeemed }: Usage, buyer: string): number =>
  Object.values(reserved).filter(([by]) => by === buyer).length + Object.keys(redeemed).length;

const rules: readonly Rule[] = [
  {
    code: 'coupon-disabled',
    isBroken: ({ enabled }) => !enabled,
    text: () => 'This coupon cannot be used at the moment.',
  },
  {
    code: 'coupon-not-yet-valid',
    isBroken: ({ validFrom }, { at }) => validFrom !== null && at < validFrom,
    text: ({ validFrom }) => `This coupon is valid from ${day(validFrom)} on.`,
  },
  {
    code: 'coupon-expired',
    isBroken: ({ validUntil }, { at }) => validUntil !== null && at >= validUntil,
    text: ({ validUntil }) => `This coupon expired on ${day(validUntil)}.`,
  },
  {
    code: 'coupon-other-currency',
    isBroken: (coupon, { currency }) => coupon.currency !== currency,
    text: ({ currency }) => `This coupon is only for orders in ${currency}.`,
  },
  {
    code: 'coupon-minimum-not-reached',
    isBroken: ({ minimumSubtotalMinor }, { subtotalMinor }) => subtotalMinor < minimumSubtotalMinor,
    text: ({ minimumSubtotalMinor, currency }) =>
      `This coupon is for orders of ${money(minimumSubtotalMinor, currency)} or more.`,
  },
  {
    code: 'coupon-limit-per-buyer',
    isBroken: (coupon, { buyer }, usage) =>
      coupon.perBuyerLimit !== null && timesOf(coupon, usage, buyer) >= coupon.perBuyerLimit,
    text: ({ perBuyerLimit }) =>
      `You have used this coupon already${perBuyerLimit === 1 ? '' : ` ${perBuyerLimit} times`}.`,
  },
  {
    code: 'coupon-used-up',
    isBroken: ({ reserved, redeemed, totalLimit }) => Object.keys(reserved).length + redeemed >= totalLimit,
    text: () => 'This coupon is used up.',
  },
];

/** The first rule that is broken; undefined when the coupon can be had. `usage` is that of the buyer who asks. */
export const refusalOf = ({ coupon, usage }: { coupon: Coupon; usage: Usage }, ask: Ask): Refusal | undefined => {
  const broken = rules.find(({ isBroken }) => isBroken(coupon, ask, usage));
  return broken && { code: broken.code, text: broken.text(coupon) };
};

/** Whether a coupon is refused because of those who have it, some of whom may have to give it back. */
export const isTaken = ({ code }: Refusal): boolean => code === 'coupon-used-up' || code === 'coupon-limit-per-buyer';
