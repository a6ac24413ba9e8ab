/** POST ordering/orders/{orderId}/cancel: asks the order's run to cancel; whether it still can is the run's to say. */
import * as z from 'zod';
import { Id } from '../../../shared/contracts/values.ts';
import { fail } from '../../../shared/http/problems.ts';
import { accepted } from '../../../shared/http/reply.ts';
import { isCancellable } from '../domain/order.ts';
import { route } from '../routes.ts';
import { tellRun } from '../saga/tell.ts';

const reason = { code: 'cancelled-by-buyer', text: 'You cancelled the order.' };

export const cancelOrder = route(
  { params: z.object({ orderId: Id }) },
  async ({ params, caller, context }, { orders }) => {
    const order = await orders.get(params.orderId, caller.id);
    if (!order) return fail('order-not-found');
    if (!isCancellable(order.status)) return fail('order-final', { detail: `It is ${order.status}.` });
    try {
      await tellRun(context, order.id, { type: 'CancelRequested', reason });
    } catch (error) {
      context.warn(`Order ${order.id} could not be asked to cancel: ${String(error)}`);
      return fail('temporarily-unavailable', { detail: 'The order is just being started. Try again in a moment.' });
    }
    return accepted(`/api/ordering/orders/${order.id}`, { orderId: order.id });
  },
);
