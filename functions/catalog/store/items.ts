/** Reads and changes the facts of the items; every change puts its event into the outbox, in the same transaction. */
import type { ExpressionBuilder, Kysely } from 'kysely';
import { outboxRows } from '../../../shared/messaging/outbox.ts';
import { event } from '../../../shared/messaging/publish.ts';
import { page, wasUpdated } from '../../../shared/sql/dialect.ts';
import { transact } from '../../../shared/sql/transaction.ts';
import { type Item, type ItemFacts, pictureUrl } from '../domain/item.ts';
import type { CatalogTables } from './schema.ts';

export interface Page {
  pageIndex: number;
  pageSize: number;
}

export interface Filter {
  brandId?: string | undefined;
  typeId?: string | undefined;
}

export interface Picture {
  contentType: string;
  bytes: Uint8Array;
}

export interface Named {
  id: string;
  name: string;
}

const itemsWithNames = (database: Kysely<CatalogTables>) =>
  database
    .selectFrom('items')
    .innerJoin('brands', 'brands.id', 'items.brand_id')
    .innerJoin('types', 'types.id', 'items.type_id')
    .select([
      'items.id',
      'items.version',
      'items.name',
      'items.description',
      'items.brand_id as brandId',
      'brands.name as brand',
      'items.type_id as typeId',
      'types.name as type',
      'items.price_minor as priceMinor',
      'items.currency',
      'items.picture_id as pictureId',
      'items.available_stock as availableStock',
    ]);

/** The event that tells others what an item is now. */
export const itemChanged = (item: Pick<Item, 'id' | 'version' | 'name' | 'priceMinor' | 'currency' | 'pictureId'>) =>
  event(
    'ItemChanged',
    {
      itemId: item.id,
      version: item.version,
      name: item.name,
      priceMinor: item.priceMinor,
      currency: item.currency,
      ...(item.pictureId !== null && { pictureUrl: pictureUrl(item.pictureId) }),
    },
    { aggregate: item.id, version: item.version },
  );

const matching =
  ({ brandId, typeId }: Filter) =>
  (where: ExpressionBuilder<CatalogTables, 'items'>) =>
    where.and([
      ...(brandId === undefined ? [] : [where('items.brand_id', '=', brandId)]),
      ...(typeId === undefined ? [] : [where('items.type_id', '=', typeId)]),
    ]);

/** The outcome of a change: the item as it is now, or why it was not made. */
export type Changed = Item | 'item-not-found' | 'item-changed' | 'unknown-brand-or-type';

export const openItems = (database: Kysely<CatalogTables>) => {
  const get = (id: string): Promise<Item | undefined> =>
    itemsWithNames(database).where('items.id', '=', id).executeTakeFirst();

  const list = async (filter: Filter, wanted: Page): Promise<{ items: Item[]; total: number }> => {
    const ordered = itemsWithNames(database).where(matching(filter)).orderBy('items.name').orderBy('items.id');
    const count = database
      .selectFrom('items')
      .where(matching(filter))
      .select(({ fn }) => fn.countAll().as('total'));
    const [items, { total }] = await Promise.all([page(ordered, wanted).execute(), count.executeTakeFirstOrThrow()]);
    return { items, total: Number(total) };
  };

  const named = (table: 'brands' | 'types'): Promise<Named[]> =>
    database.selectFrom(table).selectAll().orderBy('name').execute();

  /** The names of items, by id. */
  const names = async (ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const rows = await database.selectFrom('items').select(['id', 'name']).where('id', 'in', ids).execute();
    return new Map(rows.map(({ id, name }) => [id, name]));
  };

  const picture = (id: string): Promise<Picture | undefined> =>
    database
      .selectFrom('pictures')
      .select(['content_type as contentType', 'bytes'])
      .where('id', '=', id)
      .executeTakeFirst();

  /** Whether brand and type of the facts exist. */
  const isFiled = async (transaction: Kysely<CatalogTables>, { brandId, typeId }: ItemFacts): Promise<boolean> => {
    const brand = await transaction.selectFrom('brands').select('id').where('id', '=', brandId).executeTakeFirst();
    const type = await transaction.selectFrom('types').select('id').where('id', '=', typeId).executeTakeFirst();
    return brand !== undefined && type !== undefined;
  };

  /** Replaces the facts of an item if its version is still the one given. */
  const change = (id: string, version: number, facts: ItemFacts, traceparent?: string): Promise<Changed> =>
    transact(database, async (transaction) => {
      const before = await itemsWithNames(transaction).where('items.id', '=', id).executeTakeFirst();
      if (!before) return 'item-not-found';
      if (!(await isFiled(transaction, facts))) return 'unknown-brand-or-type';
      const { name, description, brandId: brand_id, typeId: type_id, priceMinor: price_minor } = facts;
      const changed = await transaction
        .updateTable('items')
        .set({ name, description, brand_id, type_id, price_minor, version: version + 1 })
        .where('id', '=', id)
        .where('version', '=', version)
        .executeTakeFirstOrThrow();
      if (!wasUpdated(changed)) return 'item-changed';
      const after = await itemsWithNames(transaction).where('items.id', '=', id).executeTakeFirstOrThrow();
      await transaction
        .insertInto('outbox')
        .values(outboxRows([itemChanged(after)], traceparent))
        .execute();
      return after;
    });

  return { get, list, brands: () => named('brands'), types: () => named('types'), names, picture, change };
};

export type Items = ReturnType<typeof openItems>;
