/** A coupon as operators see it: counts instead of who has it. */
import * as z from 'zod';
import { Currency, Instant, MinorUnits } from '../../../shared/contracts/values.ts';
import { fail } from '../../../shared/http/problems.ts';
import { ok } from '../../../shared/http/reply.ts';
import type { Coupon } from '../domain/coupon.ts';
import { Discount } from './terms.ts';

export const CouponView = z.object({
  code: z.string(),
  version: z.int(),
  description: z.string(),
  discount: Discount,
  currency: Currency,
  minimumSubtotalMinor: MinorUnits,
  validFrom: Instant.nullable(),
  validUntil: Instant.nullable(),
  totalLimit: z.int(),
  perBuyerLimit: z.int().nullable(),
  enabled: z.boolean(),
  reserved: z.int(),
  redeemed: z.int(),
  discountedMinor: z.int().describe('Of all redemptions, whether final or not.'),
});

export const couponView = (coupon: Coupon): z.output<typeof CouponView> => {
  const reserved = Object.values(coupon.reserved);
  return {
    code: coupon.code,
    version: coupon.version,
    description: coupon.description,
    discount: coupon.discount,
    currency: coupon.currency,
    minimumSubtotalMinor: coupon.minimumSubtotalMinor,
    validFrom: coupon.validFrom,
    validUntil: coupon.validUntil,
    totalLimit: coupon.totalLimit,
    perBuyerLimit: coupon.perBuyerLimit,
    enabled: coupon.enabled,
    reserved: reserved.length,
    redeemed: coupon.redeemed,
    discountedMinor: reserved.reduce((sum, [, discountMinor]) => sum + discountMinor, coupon.redeemedMinor),
  };
};

/** Answers with a coupon under its ETag, or with what is in the way. */
export const answer = <Code extends string>(coupon: Coupon | Code) =>
  typeof coupon === 'string' ? fail(coupon) : ok(couponView(coupon), { etag: coupon.version });
