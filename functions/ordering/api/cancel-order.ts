/** POST ordering/orders/{orderId}/cancel: a buyer cancels an order of theirs; whether it still can be is the run's to say. */
import * as z from 'zod';
import { Id } from '../../../shared/contracts/values.ts';
import { fail } from '../../../shared/http/problems.ts';
import { mayCancel } from '../domain/order.ts';
import { route } from '../routes.ts';
import { Asked } from './order-view.ts';
import { taken, tellOrder } from './tell-order.ts';

const reason = { code: 'cancelled-by-buyer', text: 'You cancelled the order.' };

export const cancelOrder = route(
  { params: z.object({ orderId: Id }), answer: Asked },
  async ({ params, caller, context }, { orders }) => {
    const order = await orders.get(params.orderId, { buyerId: caller.id });
    if (!order) return fail('order-not-found');
    if (order.status === 'Cancelled') return taken(order.id);
    if (!mayCancel('buyer', order.status)) return fail('order-not-cancellable', { detail: `It is ${order.status}.` });
    return tellOrder(context, order.id, { type: 'CancelRequested', by: 'buyer', reason });
  },
);
