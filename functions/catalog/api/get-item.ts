/** GET catalog/items/{itemId}. */
import { fail } from '../../../shared/http/problems.ts';
import { ok } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';
import { ItemParams } from './facts.ts';
import { ItemView, itemView } from './item-view.ts';

export const getItem = route(
  { access: 'anyone', params: ItemParams, answer: ItemView },
  async ({ params }, { items }) => {
    const item = await items.get(params.itemId);
    return item ? ok(itemView(item), { etag: item.version }) : fail('item-not-found');
  },
);
