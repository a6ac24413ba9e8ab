/** How lists of orders are asked for. */
import * as z from 'zod';
import { OrderStatus } from '../../../shared/contracts/values.ts';

export const OrderQuery = z.object({
  pageSize: z.coerce.number().int().min(1).max(100).default(20),
  pageIndex: z.coerce.number().int().min(0).max(100_000).default(0),
  status: OrderStatus.optional(),
});
