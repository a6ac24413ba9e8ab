/** The activity that takes one step of a run: it writes the order's new state and publishes what follows from it, both at least once. */
import type { ActivityHandler } from 'durable-functions';
import { retrying } from '../../../shared/messaging/retry.ts';
import { traceparentOf } from '../../../shared/telemetry/trace.ts';
import { dependencies } from '../dependencies.ts';
import { statusChanged } from './announcements.ts';
import type { Step } from './run.ts';

export const takeStep: ActivityHandler = async (input: unknown, context) => {
  const step = input as Step;
  const { orderId, change } = step;
  const { orders, publish } = await dependencies();
  await retrying(
    async () => {
      if (change && change.status !== 'Submitted') await orders.advance(orderId, change, step.learned);
      const told = change ? [...step.publish, statusChanged(step, change)] : step.publish;
      await publish(told, traceparentOf(context));
    },
    (error, seconds) => context.warn(`Order ${orderId}: ${String(error)}; trying again in ${seconds} s`),
  );
  if (change) context.info(`Order ${orderId} is ${change.status}${change.reason ? `: ${change.reason.text}` : ''}`);
  return {};
};
