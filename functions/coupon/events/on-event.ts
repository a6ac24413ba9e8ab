/** Every event that coupon consumes, by name. */
import { consume } from '../../../shared/messaging/consume.ts';
import { dependencies } from '../dependencies.ts';
import { couponRequested } from './coupon-requested.ts';
import { orderCancelled } from './order-cancelled.ts';
import { orderPaid } from './order-paid.ts';

export const onEvent = consume({
  context: 'coupon',
  dependencies,
  handlers: { CouponRequested: couponRequested, OrderPaid: orderPaid, OrderCancelled: orderCancelled },
});
