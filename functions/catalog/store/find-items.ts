/** Lists the items that are sold: a page of those that match, in the order asked for. */
import type { ExpressionBuilder, Kysely, sql as Sql, SqlBool } from 'kysely';
import { type Page, page } from '../../../shared/sql/dialect.ts';
import type { Item } from '../domain/item.ts';
import { searchWords } from '../domain/search.ts';
import { soldItems } from './item-rows.ts';
import type { CatalogTables } from './schema.ts';

export interface Filter {
  brandId?: string | undefined;
  typeId?: string | undefined;
  /** At least one of them. */
  ids?: readonly string[] | undefined;
  inStock?: boolean | undefined;
  /** Words that are all in the name or the description. */
  search?: string | undefined;
}

type Query = ReturnType<typeof soldItems>;

const byName = (query: Query): Query =>
  query
    .orderBy(({ fn }) => fn('lower', ['items.name']))
    .orderBy('items.name')
    .orderBy('items.id');

/** Each order ends with the id, so that no item is on two pages. */
const orders = {
  name: byName,
  price: (query: Query) => byName(query.orderBy('items.price_minor')),
  '-price': (query: Query) => byName(query.orderBy('items.price_minor', 'desc')),
  // Ids are UUIDv7: they sort by the time at which they were made.
  newest: (query: Query) => query.orderBy('items.id', 'desc'),
};

export type Sort = keyof typeof orders;
export const sorts = Object.keys(orders) as [Sort, ...Sort[]];

/** A pattern that finds the word itself: whatever the databases have for wildcards stands for itself. */
const containing = (word: string): string => `%${word.replace(/[\\%_[]/g, '\\$&')}%`;

const matching =
  ({ brandId, typeId, ids, inStock, search = '' }: Filter, sql: typeof Sql) =>
  (where: ExpressionBuilder<CatalogTables, 'items'>) =>
    where.and([
      ...(brandId === undefined ? [] : [where('items.brand_id', '=', brandId)]),
      ...(typeId === undefined ? [] : [where('items.type_id', '=', typeId)]),
      ...(ids === undefined ? [] : [where('items.id', 'in', ids)]),
      ...(inStock ? [where('items.available_stock', '>', 0)] : []),
      ...searchWords(search).map(
        (word) => sql<SqlBool>`${where.ref('items.search_text')} like ${containing(word)} escape ${sql.lit('\\')}`,
      ),
    ]);

export const findItems = async (
  database: Kysely<CatalogTables>,
  filter: Filter,
  { sort = 'name', ...wanted }: Page & { sort?: Sort },
): Promise<{ items: Item[]; total: number }> => {
  const { sql } = await import('kysely');
  const where = matching(filter, sql);
  const count = database
    .selectFrom('items')
    .where('items.deleted_at', 'is', null)
    .where(where)
    .select(({ fn }) => fn.countAll().as('total'));
  const [items, { total }] = await Promise.all([
    page(orders[sort](soldItems(database).where(where)), wanted).execute(),
    count.executeTakeFirstOrThrow(),
  ]);
  return { items, total: Number(total) };
};
