/** GET coupon/coupons: the coupons in the order of their codes; `next` is the `after` of the page that follows, if one does. */
import * as z from 'zod';
import { CouponCode } from '../../../shared/contracts/values.ts';
import { pageSize } from '../../../shared/http/paging.ts';
import { ok } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';
import { CouponView, couponView } from './coupon-view.ts';

const Query = z.object({ after: CouponCode.optional(), pageSize: pageSize(50).default(20) });

const Page = z.object({ coupons: z.array(CouponView), next: CouponCode.optional() });

export const listCoupons = route(
  { access: 'operator', query: Query, answer: Page },
  async ({ query: { after, pageSize: size } }, { coupons }) => {
    // One more than asked for tells whether another page follows.
    const found = await coupons.list({ limit: size + 1, ...(after !== undefined && { after }) });
    const page = found.slice(0, size);
    const next = found.length > size ? page.at(-1)?.code : undefined;
    return ok({ coupons: page.map(couponView), ...(next !== undefined && { next }) });
  },
);
