/** Sends, on a schedule, the events that could not be sent at once. */
import type { TimerHandler } from '@azure/functions';
import { dependencies } from '../dependencies.ts';

export const relayOutbox: TimerHandler = async (_timer, context) => {
  const { relay } = await dependencies();
  const sent = await relay();
  if (sent > 0) context.info(`Sent ${sent} events from the outbox.`);
};
