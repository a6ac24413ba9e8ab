/** POST coupon/coupons/{code}/disable and …/enable: nobody new gets a disabled coupon; who has it keeps it. */
import { setEnabled } from '../domain/coupon.ts';
import { route } from '../routes.ts';
import { answer, CouponView } from './coupon-view.ts';
import { InPath } from './terms.ts';

const switching = (enabled: boolean) =>
  route({ access: 'operator', params: InPath, answer: CouponView }, async ({ params }, { coupons }) =>
    answer(await coupons.change(params.code, (coupon) => setEnabled(coupon, enabled))),
  );

export const disableCoupon = switching(false);
export const enableCoupon = switching(true);
