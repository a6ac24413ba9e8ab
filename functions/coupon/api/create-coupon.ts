/** POST coupon/coupons: an operator creates a coupon. Codes are used once: there is no deleting, only disabling. */
import { fail } from '../../../shared/http/problems.ts';
import { created } from '../../../shared/http/reply.ts';
import { digestOf } from '../digest.ts';
import { newCoupon } from '../domain/coupon.ts';
import { route } from '../routes.ts';
import { CouponView, couponView } from './coupon-view.ts';
import { NewCoupon } from './terms.ts';

export const createCoupon = route(
  { access: 'operator', idempotent: true, body: NewCoupon, answer: CouponView },
  async ({ body: { code, ...terms }, caller, idempotencyKey }, { coupons }) => {
    const coupon = newCoupon(code, terms, digestOf(caller.id, idempotencyKey));
    const stored = await coupons.add(coupon);
    if (stored.createdBy !== coupon.createdBy) return fail('coupon-exists');
    return created(`/api/coupon/coupons/${code}`, couponView(stored));
  },
);
