/** PUT coupon/coupons/{code}: an operator replaces the terms of a coupon that nobody else has changed since they read it. */
import { fail } from '../../../shared/http/problems.ts';
import { changeTerms } from '../domain/coupon.ts';
import { route } from '../routes.ts';
import { answer, CouponView } from './coupon-view.ts';
import { InPath, NewTerms } from './terms.ts';

export const changeCoupon = route(
  { access: 'operator', params: InPath, body: NewTerms, answer: CouponView },
  async ({ params, body, ifMatch }, { coupons }) => {
    if (ifMatch === undefined)
      return fail('if-match-missing', { detail: 'Send the ETag of the coupon that you read as If-Match.' });
    const changed = await coupons.change(params.code, (coupon) =>
      String(coupon.version) === ifMatch ? changeTerms(coupon, body) : 'coupon-changed',
    );
    return answer(changed);
  },
);
