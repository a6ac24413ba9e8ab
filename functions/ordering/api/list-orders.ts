/** GET ordering/orders: the caller's orders, newest first. */
import { ok } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';
import { OrderPage } from './order-view.ts';
import { OrderQuery } from './paging.ts';

export const listOrders = route(
  { query: OrderQuery, answer: OrderPage },
  async ({ query: { status, ...page }, caller }, { orders }) =>
    ok({ ...page, ...(await orders.list({ buyerId: caller.id, status }, page)) }),
);
