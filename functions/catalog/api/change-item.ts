/** PUT catalog/items/{itemId}: an operator replaces the facts of an item that nobody else has changed since they read it. */
import { fail, isFailure } from '../../../shared/http/problems.ts';
import { ok } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';
import { Facts, ItemParams } from './facts.ts';
import { requireVersion } from './if-match.ts';
import { ItemView, itemView } from './item-view.ts';
import { sendEvents } from './send-events.ts';

export const changeItem = route(
  { access: 'operator', params: ItemParams, body: Facts, answer: ItemView },
  async ({ params: { itemId }, body, ifMatch, traceparent, context }, catalog) => {
    const known = requireVersion(ifMatch);
    if (isFailure(known)) return known;
    const changed = await catalog.items.change({ id: itemId, ...known }, body, traceparent);
    if (typeof changed === 'string') return fail(changed);
    await sendEvents(catalog, context);
    return ok(itemView(changed), { etag: changed.version });
  },
);
