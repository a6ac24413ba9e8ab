/** A coupon as operators see it: counts instead of who has it. */
import { fail } from '../../../shared/http/problems.ts';
import { ok } from '../../../shared/http/reply.ts';
import type { Coupon } from '../domain/coupon.ts';

export const couponView = (coupon: Coupon) => {
  const redemptions = Object.values(coupon.redemptions);
  const redeemed = redemptions.filter(([, , status]) => status === 'redeemed').length;
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
    reserved: redemptions.length - redeemed,
    redeemed,
    /** Of all redemptions, whether final or not. */
    discountedMinor: redemptions.reduce((sum, [, discountMinor]) => sum + discountMinor, 0),
  };
};

/** Answers with a coupon under its ETag, or with what is in the way. */
export const answer = <Code extends string>(coupon: Coupon | Code) =>
  typeof coupon === 'string' ? fail(coupon) : ok(couponView(coupon), { etag: coupon.version });
