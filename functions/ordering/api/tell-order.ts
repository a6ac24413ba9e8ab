/**
 * Answers a request that is the order's run to decide: it is passed on, and the order shows what came of it. What has happened already is
 * taken again, so that whoever missed the first answer gets it a second time.
 */
import type { InvocationContext } from '@azure/functions';
import { fail } from '../../../shared/http/problems.ts';
import { accepted } from '../../../shared/http/reply.ts';
import type { Message } from '../saga/run.ts';
import { tellRun } from '../saga/tell.ts';

/** The request was taken, now or before. */
export const taken = (orderId: string) => accepted(`/api/ordering/orders/${orderId}`, { orderId });

export const tellOrder = async (context: InvocationContext, orderId: string, message: Message) => {
  try {
    await tellRun(context, orderId, message);
  } catch (error) {
    context.warn(`Order ${orderId} could not be told ${message.type}: ${String(error)}`);
    return fail('temporarily-unavailable', { detail: 'The order is just being started. Try again in a moment.' });
  }
  return taken(orderId);
};
