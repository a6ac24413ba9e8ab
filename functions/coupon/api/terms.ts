/** What an operator says about a coupon, as a body, and a coupon's code, as a part of the path. */
import * as z from 'zod';
import { CouponCode, Currency, Instant, lineOfText, MinorUnits } from '../../../shared/contracts/values.ts';
import { maxRedemptions } from '../domain/coupon.ts';

export const InPath = z.object({ code: CouponCode });

/** With milliseconds always, so that instants compare as text. */
const Moment = Instant.transform((text) => new Date(text).toISOString())
  .nullable()
  .default(null);

const Limit = z.int().min(1).max(maxRedemptions);

export const Discount = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fixed'), amountMinor: MinorUnits.min(1) }),
  z.strictObject({ kind: z.literal('percentage'), percent: z.int().min(1).max(100) }),
]);

const terms = {
  description: lineOfText(200),
  discount: Discount,
  currency: Currency,
  minimumSubtotalMinor: MinorUnits.default(0),
  validFrom: Moment,
  validUntil: Moment,
  totalLimit: Limit,
  perBuyerLimit: Limit.nullable().default(null),
};

const endsAfterItBegins = ({ validFrom, validUntil }: { validFrom: string | null; validUntil: string | null }) =>
  validFrom === null || validUntil === null || validFrom < validUntil;
const order = { path: ['validUntil'], error: 'must be after validFrom' };

export const NewTerms = z.strictObject(terms).refine(endsAfterItBegins, order);
export const NewCoupon = z.strictObject({ code: CouponCode, ...terms }).refine(endsAfterItBegins, order);
