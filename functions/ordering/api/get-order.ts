/** GET ordering/orders/{orderId}: one of the caller's orders with its history. */
import * as z from 'zod';
import { Id } from '../../../shared/contracts/values.ts';
import { fail } from '../../../shared/http/problems.ts';
import { ok } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';
import { OrderView, orderView } from './order-view.ts';

export const getOrder = route(
  { params: z.object({ orderId: Id }), answer: OrderView },
  async ({ params, caller }, { orders }) => {
    const order = await orders.get(params.orderId, { buyerId: caller.id });
    return order ? ok(orderView(order, 'buyer')) : fail('order-not-found');
  },
);
