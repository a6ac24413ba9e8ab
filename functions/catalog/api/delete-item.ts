/** DELETE catalog/items/{itemId}: an operator takes an item off sale that nobody else has changed since they read it. */
import { fail, isFailure } from '../../../shared/http/problems.ts';
import { noContent } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';
import { ItemParams } from './facts.ts';
import { requireVersion } from './if-match.ts';
import { sendEvents } from './send-events.ts';

export const deleteItem = route(
  { access: 'operator', params: ItemParams },
  async ({ params: { itemId }, ifMatch, traceparent, context }, catalog) => {
    const known = requireVersion(ifMatch);
    if (isFailure(known)) return known;
    const deletedAt = new Date(catalog.now()).toISOString();
    const removed = await catalog.items.remove({ id: itemId, ...known }, deletedAt, traceparent);
    if (typeof removed === 'string') return fail(removed);
    await sendEvents(catalog, context);
    return noContent();
  },
);
