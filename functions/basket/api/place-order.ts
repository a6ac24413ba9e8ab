/**
 * Turns a basket into an order: the only write is the message, sent before the answer. The basket itself stays as it is until
 * the order exists (OrderStarted).
 */
import type { Address } from '../../../shared/contracts/values.ts';
import { type CommonProblem, type Failure, fail } from '../../../shared/http/problems.ts';
import { accepted, type Reply } from '../../../shared/http/reply.ts';
import type { Call } from '../../../shared/http/route.ts';
import { event } from '../../../shared/messaging/publish.ts';
import type { BasketDependencies } from '../dependencies.ts';
import { hasGivenTo } from '../domain/basket.ts';
import { type FaultCode, isRefusal, refused } from '../domain/fault.ts';
import { costsMoreThan, type Order, orderIdOf, orderOf } from '../domain/order.ts';
import { priceBasket } from '../domain/priced-basket.ts';
import { refusal } from './answer.ts';
import { priceChanged } from './price-changed.ts';

interface Checkout {
  address: Address;
  cardToken: string;
  couponCode?: string | undefined;
  expectedTotalMinor?: number | undefined;
}

type Placing = Pick<Call<unknown, unknown, Checkout>, 'body' | 'caller' | 'idempotencyKey' | 'traceparent' | 'context'>;
type Dependencies = Pick<BasketDependencies, 'baskets' | 'items' | 'publish' | 'now'>;

/** An order under its id, made of the basket of that version. */
interface Placed extends Order {
  orderId: string;
  basketVersion: string;
}

const checkoutAccepted = (order: Placed, { body, caller }: Placing, now: number) =>
  event(
    'CheckoutAccepted',
    {
      ...order,
      address: body.address,
      cardToken: body.cardToken,
      ...(body.couponCode !== undefined && { couponCode: body.couponCode }),
      buyer: { id: caller.id, ...(caller.name !== undefined && { name: caller.name.slice(0, 200) }) },
      acceptedAt: new Date(now).toISOString(),
    },
    { aggregate: order.orderId },
  );

export const placeOrder = async (
  placing: Placing,
  { baskets, items, publish, now }: Dependencies,
): Promise<Reply<{ orderId: string }> | Failure<FaultCode | 'price-changed' | CommonProblem>> => {
  const { body, caller, idempotencyKey, traceparent, context } = placing;
  const orderId = orderIdOf(caller.id, idempotencyKey);
  const answer = accepted(`/api/ordering/orders/${orderId}`, { orderId });
  const { basket, etag } = await baskets.get(caller.id);
  // The first answer was lost on its way, and the order has emptied the basket since.
  if (hasGivenTo(basket, orderId)) return answer;
  if (etag === undefined) return refusal(refused('basket-empty'));
  const priced = priceBasket(basket, await items.of(basket.lines));
  const order = orderOf(priced);
  if (isRefusal(order)) return refusal(order);
  if (costsMoreThan(priced, body.expectedTotalMinor)) return priceChanged(priced);
  try {
    await publish([checkoutAccepted({ ...order, orderId, basketVersion: etag }, placing, now())], traceparent);
    return answer;
  } catch (error) {
    context.error(`Order ${orderId} could not be sent: ${String(error)}`);
    return fail('temporarily-unavailable', {
      detail: 'The order was not taken. Send it again in a moment, with the same Idempotency-Key.',
    });
  }
};
