/** An order as the API shows it. */
import { mayCancel, type Order, orderNumber, type Party, type StatusChange, totalsOf } from '../domain/order.ts';

export const orderView = (order: Order & { history: readonly StatusChange[] }, party: Party) => ({
  ...order,
  ...totalsOf(order.lines, order.discountMinor),
  number: orderNumber(order.id),
  cancellable: mayCancel(party, order.status),
});
