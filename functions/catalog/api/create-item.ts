/** POST catalog/items: an operator adds an item. Without stock figures it is sold out until it is restocked. */
import { v7 } from 'uuid';
import { commandKey } from '../../../shared/http/idempotency.ts';
import { fail } from '../../../shared/http/problems.ts';
import { created } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';
import { Facts, fits, mustFit, Units } from './facts.ts';
import { ItemView, itemView } from './item-view.ts';
import { sendEvents } from './send-events.ts';

const NewItem = Facts.extend({
  availableStock: Units.default(0),
  restockThreshold: Units.default(0),
  maxStock: Units.default(100),
})
  .refine(fits, mustFit)
  .refine(({ availableStock, maxStock }) => availableStock <= maxStock, {
    path: ['availableStock'],
    message: 'must be at most maxStock',
  });

export const createItem = route(
  { access: 'operator', idempotent: true, body: NewItem, answer: ItemView },
  async ({ body, caller, idempotencyKey, traceparent, context }, catalog) => {
    const command = commandKey(['create-item', caller.id, idempotencyKey]);
    const item = await catalog.items.create({ ...body, id: v7() }, { command, traceparent });
    if (typeof item === 'string') return fail(item);
    await sendEvents(catalog, context);
    return created(`/api/catalog/items/${item.id}`, itemView(item), { etag: item.version });
  },
);
