/** An order asks for its money: the card is charged once, however often it asks, and the order is told the outcome. */
import type { EventData, Reason } from '../../../shared/contracts/events.ts';
import type { Delivery } from '../../../shared/messaging/consume.ts';
import { event } from '../../../shared/messaging/publish.ts';
import type { PaymentDependencies } from '../dependencies.ts';
import type { Charged } from '../domain/charge.ts';
import { type Cashier, carryOut } from './carry-out.ts';

const orderClosed: Reason = { code: 'order-closed', text: 'The order was cancelled before it was paid.' };

const succeeded = (orderId: string, { chargeId, card }: Charged) => ({
  orderId,
  chargeId,
  ...(card && { card }),
});

export const paymentRequested = async (
  { orderId, attempt, buyer, amountMinor, currency, cardToken }: EventData<'PaymentRequested'>,
  payment: Cashier & Pick<PaymentDependencies, 'publish'>,
  { traceparent }: Pick<Delivery, 'traceparent'>,
) => {
  const request = { buyerId: buyer.id, amountMinor, currency, cardToken };
  const charge = await carryOut({ want: 'payment', request }, orderId, payment);
  const identity = { aggregate: orderId, attempt };
  const answer =
    charge.status === 'charged'
      ? event('PaymentSucceeded', succeeded(orderId, charge), identity)
      : event(
          'PaymentDeclined',
          { orderId, reason: charge.status === 'declined' ? charge.reason : orderClosed },
          identity,
        );
  await payment.publish([answer], traceparent);
};
