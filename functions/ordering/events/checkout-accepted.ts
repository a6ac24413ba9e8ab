/** A buyer placed an order: it is written down, everyone is told, and its run is started once. */
import type { InvocationContext } from '@azure/functions';
import { getClient } from 'durable-functions';
import type { EventData } from '../../../shared/contracts/events.ts';
import type { Delivery } from '../../../shared/messaging/consume.ts';
import { type Ordering, settings } from '../dependencies.ts';
import { type Order, totalsOf } from '../domain/order.ts';
import { orderStarted, statusChanged } from '../saga/announcements.ts';
import { type OrderRun, orderSagaName } from '../saga/run.ts';

type Checkout = EventData<'CheckoutAccepted'>;

const buyerOf = ({ buyer: { id, name } }: Checkout): Order['buyer'] => ({ id, ...(name !== undefined && { name }) });

const orderFrom = (checkout: Checkout): Order => ({
  id: checkout.orderId,
  buyer: buyerOf(checkout),
  status: 'Submitted',
  currency: checkout.currency,
  lines: checkout.lines,
  address: checkout.address,
  submittedAt: checkout.acceptedAt,
  ...(checkout.couponCode !== undefined && { couponCode: checkout.couponCode }),
});

const runFor = (checkout: Checkout): OrderRun => ({
  orderId: checkout.orderId,
  buyer: buyerOf(checkout),
  basketVersion: checkout.basketVersion,
  currency: checkout.currency,
  totalMinor: totalsOf(checkout.lines).totalMinor,
  lines: checkout.lines.map(({ itemId, quantity }) => ({ itemId, quantity })),
  cardToken: checkout.cardToken,
  ...(checkout.couponCode !== undefined && { couponCode: checkout.couponCode }),
  limits: {
    graceSeconds: settings.ORDERING_GRACE_SECONDS,
    answerSeconds: settings.ORDERING_ANSWER_SECONDS,
    attempts: settings.ORDERING_ASK_ATTEMPTS,
  },
});

/** Starting an instance replaces a finished one of the same id, and refuses while one is running: that one then is the run. */
const startRun = async (context: InvocationContext, run: OrderRun): Promise<void> => {
  const client = getClient(context);
  try {
    await client.startNew(orderSagaName, { instanceId: run.orderId, input: run });
  } catch (error) {
    const running = await client.getStatus(run.orderId).catch(() => undefined);
    if (!running) throw error;
  }
};

export const checkoutAccepted = async (
  checkout: Checkout,
  { orders, publish }: Ordering,
  { context, traceparent }: Delivery,
): Promise<void> => {
  const order = orderFrom(checkout);
  // An order that has gone on has, or had, its run: to start another would replace it.
  if ((await orders.add(order)) !== 'Submitted') return;
  const run = runFor(checkout);
  // Once it runs the order may go on, and nobody would come back to announce it.
  await publish([orderStarted(run), statusChanged(run, { status: 'Submitted', at: order.submittedAt })], traceparent);
  await startRun(context, run);
};
