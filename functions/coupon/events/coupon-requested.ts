/** An order asks for its coupon: one redemption is reserved or refused, however often it asks, and the order is told which. */
import type { EventData, Reason } from '../../../shared/contracts/events.ts';
import type { Delivery } from '../../../shared/messaging/consume.ts';
import { event } from '../../../shared/messaging/publish.ts';
import type { CouponDependencies } from '../dependencies.ts';
import { digestOf } from '../digest.ts';
import { carryOut, type RedemptionDesk } from './carry-out.ts';

const orderClosed: Reason = { code: 'order-closed', text: 'The order was cancelled before its coupon was reserved.' };

export const couponRequested = async (
  { orderId, attempt, buyer, code, subtotalMinor, currency }: EventData<'CouponRequested'>,
  coupon: RedemptionDesk & Pick<CouponDependencies, 'publish'>,
  { traceparent }: Pick<Delivery, 'traceparent'>,
) => {
  const request = { code, buyer: digestOf(code, buyer.id), subtotalMinor, currency };
  const claim = await carryOut({ want: 'redemption', request }, orderId, coupon);
  const identity = { aggregate: orderId, attempt };
  const answer =
    claim.status === 'reserved'
      ? event('CouponReserved', { orderId, code: claim.wanted.code, discountMinor: claim.discountMinor }, identity)
      : event('CouponRejected', { orderId, reason: claim.status === 'refused' ? claim.reason : orderClosed }, identity);
  await coupon.publish([answer], traceparent);
};
