/** What everyone is told of an order: that it exists, and each change of its state. */
import { OrderStatus } from '../../../shared/contracts/values.ts';
import { event, type Outgoing } from '../../../shared/messaging/publish.ts';
import type { StatusChange } from '../domain/order.ts';
import type { OrderRun } from './run.ts';

export const orderStarted = ({ orderId, buyer, basketVersion, lines }: OrderRun): Outgoing =>
  event('OrderStarted', { orderId, buyer, basketVersion, lines }, { aggregate: orderId });

export const statusChanged = (
  { orderId, buyer }: Pick<OrderRun, 'orderId' | 'buyer'>,
  change: StatusChange,
): Outgoing =>
  event(
    'OrderStatusChanged',
    { orderId, buyer, ...change },
    { aggregate: orderId, version: OrderStatus.options.indexOf(change.status) + 1 },
  );
