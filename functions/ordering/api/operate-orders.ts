/** What operators do with orders: find any, ship one that is paid, cancel one that is not yet shipped. */
import * as z from 'zod';
import { Id, lineOfText, linesOfText } from '../../../shared/contracts/values.ts';
import { fail } from '../../../shared/http/problems.ts';
import { ok } from '../../../shared/http/reply.ts';
import { mayBecome, mayCancel, parseOrderNumber } from '../domain/order.ts';
import { route } from '../routes.ts';
import { Asked, OrderPage, OrderView, orderView } from './order-view.ts';
import { OrderQuery } from './paging.ts';
import { taken, tellOrder } from './tell-order.ts';

const params = z.object({ orderId: Id });

const AllOrders = OrderQuery.extend({
  buyerId: lineOfText(200).optional(),
  number: z
    .string()
    .max(20)
    .transform(
      (typed, context) =>
        parseOrderNumber(typed) ?? (context.addIssue('must be an order number such as 7KQ2M-9XDRT'), z.NEVER),
    )
    .optional(),
});

/** GET ordering/admin/orders. */
export const listAllOrders = route(
  { access: 'operator', query: AllOrders, answer: OrderPage },
  async ({ query: { pageSize, pageIndex, ...filter } }, { orders }) =>
    ok({ pageSize, pageIndex, ...(await orders.list(filter, { pageSize, pageIndex })) }),
);

/** GET ordering/admin/orders/{orderId}. */
export const getAnyOrder = route(
  { access: 'operator', params, answer: OrderView },
  async ({ params: { orderId } }, { orders }) => {
    const order = await orders.get(orderId);
    return order ? ok(orderView(order, 'operator')) : fail('order-not-found');
  },
);

/** POST ordering/orders/{orderId}/ship. */
export const shipOrder = route(
  { access: 'operator', params, answer: Asked },
  async ({ params: { orderId }, context }, { orders }) => {
    const status = await orders.status(orderId);
    if (!status) return fail('order-not-found');
    if (status === 'Shipped') return taken(orderId);
    if (!mayBecome(status, 'Shipped')) return fail('order-not-shippable', { detail: `It is ${status}.` });
    return tellOrder(context, orderId, { type: 'ShipRequested' });
  },
);

const Cancellation = z.strictObject({
  reason: linesOfText(300).default('The shop had to cancel the order.'),
});

/** POST ordering/admin/orders/{orderId}/cancel. */
export const cancelAnyOrder = route(
  { access: 'operator', params, body: Cancellation, answer: Asked },
  async ({ params: { orderId }, body: { reason }, context }, { orders }) => {
    const status = await orders.status(orderId);
    if (!status) return fail('order-not-found');
    if (status === 'Cancelled') return taken(orderId);
    if (!mayCancel('operator', status)) return fail('order-not-cancellable', { detail: `It is ${status}.` });
    return tellOrder(context, orderId, {
      type: 'CancelRequested',
      by: 'operator',
      reason: { code: 'cancelled-by-shop', text: reason },
    });
  },
);
