/** GET coupon/coupons/{code}: a coupon as operators see it. */
import { route } from '../routes.ts';
import { answer, CouponView } from './coupon-view.ts';
import { InPath } from './terms.ts';

export const getCoupon = route(
  { access: 'operator', params: InPath, answer: CouponView },
  async ({ params }, { coupons }) => answer((await coupons.find(params.code)) ?? 'coupon-unknown'),
);
