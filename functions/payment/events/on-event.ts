/** Every event that payment consumes, by name. */
import { consume } from '../../../shared/messaging/consume.ts';
import { dependencies } from '../dependencies.ts';
import { buyerErased } from './buyer-erased.ts';
import { orderCancelled } from './order-cancelled.ts';
import { paymentRequested } from './payment-requested.ts';

export const onEvent = consume({
  context: 'payment',
  dependencies,
  handlers: { PaymentRequested: paymentRequested, OrderCancelled: orderCancelled, BuyerErased: buyerErased },
});
