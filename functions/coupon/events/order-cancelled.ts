/** An order is cancelled: its redemption, if it has one, is given back, and a request that arrives later finds the order closed. */
import type { EventData } from '../../../shared/contracts/events.ts';
import type { Delivery } from '../../../shared/messaging/consume.ts';
import { event } from '../../../shared/messaging/publish.ts';
import type { CouponDependencies } from '../dependencies.ts';
import { carryOut, type RedemptionDesk } from './carry-out.ts';

export const orderCancelled = async (
  { orderId, attempt }: EventData<'OrderCancelled'>,
  coupon: RedemptionDesk & Pick<CouponDependencies, 'publish'>,
  { traceparent }: Pick<Delivery, 'traceparent'>,
) => {
  await carryOut({ want: 'release' }, orderId, coupon);
  await coupon.publish([event('CouponReleased', { orderId }, { aggregate: orderId, attempt })], traceparent);
};
