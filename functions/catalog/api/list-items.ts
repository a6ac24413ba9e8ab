/** GET catalog/items: one page of the items that match, in the order asked for. */
import * as z from 'zod';
import { Id } from '../../../shared/contracts/values.ts';
import { pageIndex, pageSize } from '../../../shared/http/paging.ts';
import { ok } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';
import { sorts } from '../store/find-items.ts';
import { ItemView, itemView } from './item-view.ts';

const maxPageSize = 100;

/** Ids, separated by commas: as many as a page can hold. */
const Ids = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(Id).max(maxPageSize, `must be at most ${maxPageSize} ids`));

const Query = z.object({
  /** 12, or with `ids` as many as can be asked for, so that all of them are on the first page. */
  pageSize: pageSize(maxPageSize).optional(),
  pageIndex,
  brandId: Id.optional(),
  typeId: Id.optional(),
  search: z.string().max(100).optional(),
  sort: z.enum(sorts).default('name'),
  ids: Ids.optional(),
  inStock: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
});

const Page = z.object({ pageSize: z.int(), pageIndex: z.int(), total: z.int(), items: z.array(ItemView) });

export const listItems = route(
  { access: 'anyone', query: Query, answer: Page },
  async ({ query: { sort, ...query } }, { items }) => {
    const { pageSize: wanted, pageIndex: index, ...filter } = query;
    const page = { pageSize: wanted ?? (filter.ids ? maxPageSize : 12), pageIndex: index };
    const found = await items.list(filter, { ...page, sort });
    return ok({ ...page, total: found.total, items: found.items.map(itemView) });
  },
);
