/** PUT catalog/items/{itemId}: an operator replaces the facts of an item that nobody else has changed since they read it. */
import * as z from 'zod';
import { Id, MinorUnits } from '../../../shared/contracts/values.ts';
import { fail } from '../../../shared/http/problems.ts';
import { ok } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';
import { itemView } from './item-view.ts';

const Facts = z.strictObject({
  name: z.string().trim().min(1).max(50),
  description: z.string().trim().min(1).max(400),
  brandId: Id,
  typeId: Id,
  priceMinor: MinorUnits.min(1),
});

export const changeItem = route(
  { access: 'operator', params: z.object({ itemId: Id }), body: Facts },
  async ({ params, body, ifMatch, traceparent, context }, { items, relay }) => {
    if (ifMatch === undefined)
      return fail('if-match-missing', { detail: 'Send the ETag of the item that you read as If-Match.' });
    const changed = await items.change(params.itemId, Number(ifMatch), body, traceparent);
    if (typeof changed === 'string') return fail(changed);
    await relay().catch((error: unknown) =>
      context.warn(`The change is saved; its event follows later: ${String(error)}`),
    );
    return ok(itemView(changed), { etag: changed.version });
  },
);
