/** GET catalog/items/{itemId}. */
import * as z from 'zod';
import { Id } from '../../../shared/contracts/values.ts';
import { fail } from '../../../shared/http/problems.ts';
import { ok } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';
import { itemView } from './item-view.ts';

export const getItem = route({ access: 'anyone', params: z.object({ itemId: Id }) }, async ({ params }, { items }) => {
  const item = await items.get(params.itemId);
  return item ? ok(itemView(item), { etag: item.version }) : fail('item-not-found');
});
