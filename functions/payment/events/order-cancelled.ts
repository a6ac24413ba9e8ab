/** An order is cancelled: what it was charged is given back, once, and the order is told how much that was. */
import type { EventData } from '../../../shared/contracts/events.ts';
import type { Delivery } from '../../../shared/messaging/consume.ts';
import { event } from '../../../shared/messaging/publish.ts';
import type { PaymentDependencies } from '../dependencies.ts';
import { type Cashier, carryOut } from './carry-out.ts';

export const orderCancelled = async (
  { orderId, attempt }: EventData<'OrderCancelled'>,
  payment: Cashier & Pick<PaymentDependencies, 'publish'>,
  { traceparent }: Pick<Delivery, 'traceparent'>,
) => {
  const charge = await carryOut({ want: 'refund' }, orderId, payment);
  const refundedMinor = charge.status === 'refunded' ? charge.refundedMinor : 0;
  await payment.publish(
    [event('PaymentRefunded', { orderId, refundedMinor }, { aggregate: orderId, attempt })],
    traceparent,
  );
};
