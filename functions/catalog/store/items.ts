/** The items of the catalog in SQL: reading them, and all that changes them. */
import type { Kysely } from 'kysely';
import type { Page } from '../../../shared/sql/dialect.ts';
import type { Item } from '../domain/item.ts';
import { openItemChanges } from './change-items.ts';
import { type Filter, findItems, type Sort } from './find-items.ts';
import { soldItems } from './item-rows.ts';
import { findPicture } from './pictures.ts';
import type { CatalogTables } from './schema.ts';

export const openItems = (database: Kysely<CatalogTables>) => ({
  ...openItemChanges(database),

  /** An item that is sold. */
  get: (id: string): Promise<Item | undefined> => soldItems(database).where('items.id', '=', id).executeTakeFirst(),

  list: (filter: Filter, page: Page & { sort?: Sort }) => findItems(database, filter, page),

  /** The names of items by id, also of those that are no longer sold. */
  names: async (ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    if (ids.length === 0) return new Map();
    const rows = await database.selectFrom('items').select(['id', 'name']).where('id', 'in', ids).execute();
    return new Map(rows.map(({ id, name }) => [id, name]));
  },

  picture: (id: string) => findPicture(database, id),
});

export type Items = ReturnType<typeof openItems>;
