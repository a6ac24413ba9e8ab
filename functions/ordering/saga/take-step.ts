/** The activity that takes one step of a run: it writes the order's new state and publishes what follows from it, both at least once. */
import type { ActivityHandler } from 'durable-functions';
import { OrderStatus } from '../../../shared/contracts/values.ts';
import { event, type Outgoing } from '../../../shared/messaging/publish.ts';
import { retrying } from '../../../shared/messaging/retry.ts';
import { traceparentOf } from '../../../shared/telemetry/trace.ts';
import { dependencies } from '../dependencies.ts';
import type { StatusChange } from '../domain/order.ts';
import type { Step } from './run.ts';

const statusChanged = ({ orderId, buyer }: Step, change: StatusChange): Outgoing =>
  event(
    'OrderStatusChanged',
    { orderId, buyer, ...change },
    { aggregate: orderId, version: OrderStatus.options.indexOf(change.status) + 1 },
  );

export const takeStep: ActivityHandler = async (input: unknown, context) => {
  const step = input as Step;
  const { change } = step;
  const { orders, publish } = await dependencies();
  await retrying(
    async () => {
      if (change && change.status !== 'Submitted') await orders.advance(step.orderId, change, step.learned);
      await publish(change ? [...step.publish, statusChanged(step, change)] : step.publish, traceparentOf(context));
    },
    (error, seconds) => context.warn(`Order ${step.orderId}: ${String(error)}; trying again in ${seconds} s`),
  );
  if (change)
    context.info(`Order ${step.orderId} is ${change.status}${change.reason ? `: ${change.reason.text}` : ''}`);
  return {};
};
