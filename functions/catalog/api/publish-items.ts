/** POST catalog/items/publish: an operator has every item told of again, for a context that lost what it knew of them. */
import * as z from 'zod';
import { commandKey } from '../../../shared/http/idempotency.ts';
import { route } from '../routes.ts';
import { sendEvents } from './send-events.ts';

export const publishItems = route(
  { access: 'operator', idempotent: true, answer: z.object({ events: z.int() }) },
  async ({ caller, idempotencyKey, traceparent, context }, catalog) => {
    const command = commandKey(['publish-items', caller.id, idempotencyKey]);
    const published = await catalog.items.publishAll({ command, traceparent });
    await sendEvents(catalog, context);
    return { status: 202, body: published };
  },
);
