/** An order is paid: its redemption, if it has one, is final. */
import type { EventData } from '../../../shared/contracts/events.ts';
import type { CouponDependencies } from '../dependencies.ts';
import { redeem } from '../domain/redemption.ts';

export const orderPaid = async (
  { orderId }: EventData<'OrderPaid'>,
  { coupons, claims }: Pick<CouponDependencies, 'coupons' | 'claims'>,
) => {
  const claim = (await claims.get(orderId))?.value;
  if (claim?.status !== 'reserved') return;
  await coupons.change(claim.wanted.code, (coupon) => redeem(coupon, orderId));
};
