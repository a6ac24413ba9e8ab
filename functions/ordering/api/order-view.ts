/** Orders as the API shows them. */
import * as z from 'zod';
import { Reason } from '../../../shared/contracts/events.ts';
import {
  Address,
  CardView,
  Currency,
  Id,
  Instant,
  MinorUnits,
  OrderLine,
  OrderStatus,
} from '../../../shared/contracts/values.ts';
import { mayCancel, type Order, orderNumber, type Party, type StatusChange, totalsOf } from '../domain/order.ts';

const common = {
  id: Id,
  number: z.string().describe('What people call it by.'),
  buyer: z.object({ id: z.string(), name: z.string().optional() }),
  status: OrderStatus,
  reason: Reason.optional().describe('Why it was cancelled.'),
  currency: Currency,
  submittedAt: Instant,
  totalMinor: z.int(),
};

export const OrderView = z.object({
  ...common,
  lines: z.array(OrderLine).readonly(),
  subtotalMinor: z.int(),
  discountMinor: MinorUnits,
  couponCode: z.string().optional(),
  card: CardView.optional(),
  address: Address,
  history: z.array(z.object({ status: OrderStatus, at: Instant, reason: Reason.optional() })).readonly(),
  cancellable: z.boolean().describe('By the caller, as it stands.'),
});

/** A page of a list of orders. */
export const OrderPage = z.object({
  pageSize: z.int(),
  pageIndex: z.int(),
  total: z.int(),
  orders: z.array(z.object({ ...common, lineCount: z.int() })),
});

/** The answer to a request that the order's run decides. */
export const Asked = z.object({ orderId: Id });

export const orderView = (
  order: Order & { history: readonly StatusChange[] },
  party: Party,
): z.output<typeof OrderView> => ({
  ...order,
  ...totalsOf(order.lines, order.discountMinor),
  number: orderNumber(order.id),
  cancellable: mayCancel(party, order.status),
});
