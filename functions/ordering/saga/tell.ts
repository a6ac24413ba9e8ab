/** Tells a run something from outside. */
import type { InvocationContext } from '@azure/functions';
import { getClient } from 'durable-functions';
import { type Message, messageEvent } from './run.ts';

/** Raises a message into the run of an order. Rejects when there is no run of that id; one that has ended ignores it. */
export const tellRun = (context: InvocationContext, orderId: string, message: Message): Promise<void> =>
  getClient(context).raiseEvent(orderId, messageEvent, message);
