/**
 * GET ordering/orders/stream: the changes of the caller's orders as they happen, as server-sent events. A stream begins at the present,
 * or after the `Last-Event-ID` of a client that comes back; who reads the orders once it has begun misses nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { callerGone } from '../../../shared/http/caller-gone.ts';
import { fail } from '../../../shared/http/problems.ts';
import { eventStream } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';
import { followOrders } from './follow-orders.ts';
import { createPlaces } from './places.ts';

/** Streams of one buyer that an instance serves at once: each tab of a browser has one. */
const maxStreams = 5;
const places = createPlaces(maxStreams);

const Position = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

export const streamOrders = route({}, async ({ caller, lastEventId, context }, { orders, now }) => {
  const gone = callerGone(context.invocationId);
  const last = await orders.lastPosition(caller.id);
  const resumed = Position.optional().safeParse(lastEventId);
  if (!resumed.success)
    return fail('invalid-request', {
      errors: [{ field: 'Last-Event-ID', message: 'must be the id of an event of this stream' }],
    });
  const leave = places.take(caller.id);
  if (!leave)
    return fail('too-many-streams', {
      detail: `At most ${maxStreams} streams of one buyer are open at once. Close one of the pages.`,
      headers: { 'retry-after': '30' },
    });
  gone.addEventListener('abort', leave);
  const position = Math.min(resumed.data ?? last, last);
  const pause = (ms: number) => sleep(ms, true, { signal: gone }).catch(() => false);
  return eventStream(followOrders({ buyerId: caller.id, position, orders, now, pause, leave }));
});
