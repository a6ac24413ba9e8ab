/** GET ordering/orders: the caller's orders, newest first. */
import * as z from 'zod';
import { ok } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';

const Query = z.object({
  pageSize: z.coerce.number().int().min(1).max(100).default(20),
  pageIndex: z.coerce.number().int().min(0).max(100_000).default(0),
});

export const listOrders = route({ query: Query }, async ({ query, caller }, { orders }) =>
  ok({ ...query, ...(await orders.list(caller.id, query)) }),
);
