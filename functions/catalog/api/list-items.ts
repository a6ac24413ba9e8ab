/** GET catalog/items: one page of items in the order of their names. */
import * as z from 'zod';
import { Id } from '../../../shared/contracts/values.ts';
import { ok } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';
import { itemView } from './item-view.ts';

const Query = z.object({
  pageSize: z.coerce.number().int().min(1).max(100).default(12),
  pageIndex: z.coerce.number().int().min(0).max(100_000).default(0),
  brandId: Id.optional(),
  typeId: Id.optional(),
});

export const listItems = route(
  { access: 'anyone', query: Query },
  async ({ query: { brandId, typeId, ...page } }, { items }) => {
    const found = await items.list({ brandId, typeId }, page);
    return ok({ ...page, total: found.total, items: found.items.map(itemView) });
  },
);
