/** Where the terms of a coupon typed here differ from those saved elsewhere in the meantime. */
import type { CouponTerms } from '../api/types.ts';
import { dateAndTime, money } from '../format.ts';
import { operatorTexts } from '../texts-operator.ts';
import type { Difference } from './item-form.ts';

const words = operatorTexts.coupon;

const shown = ({ discount, currency, ...terms }: CouponTerms): Record<string, string> => {
  const date = (instant: string | null) => (instant === null ? '–' : dateAndTime(instant));
  return {
    [words.description]: terms.description,
    [words.kind]:
      discount.kind === 'fixed' ? words.off(money(discount.amountMinor, currency)) : words.percentOff(discount.percent),
    [words.minimum(currency)]: money(terms.minimumSubtotalMinor, currency),
    [words.from]: date(terms.validFrom),
    [words.until]: date(terms.validUntil),
    [words.total]: String(terms.totalLimit),
    [words.perBuyer]: String(terms.perBuyerLimit ?? '–'),
  };
};

export const couponDifferences = (mine: CouponTerms, theirs: CouponTerms): Difference[] => {
  const there = shown(theirs);
  return Object.entries(shown(mine))
    .map(([label, value]) => ({ label, mine: value, theirs: there[label] ?? '' }))
    .filter(({ mine, theirs }) => mine !== theirs);
};
