/** How lists of orders are asked for. */
import * as z from 'zod';
import { OrderStatus } from '../../../shared/contracts/values.ts';
import { pageIndex, pageSize } from '../../../shared/http/paging.ts';

export const OrderQuery = z.object({
  pageSize: pageSize().default(20),
  pageIndex,
  status: OrderStatus.optional(),
});
