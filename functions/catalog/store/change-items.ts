/** Adds, changes and deletes items; every change puts its event into the outbox, in the same transaction. */
import type { Kysely } from 'kysely';
import { outboxRows } from '../../../shared/messaging/outbox.ts';
import type { Outgoing } from '../../../shared/messaging/publish.ts';
import { wasUpdated } from '../../../shared/sql/dialect.ts';
import { once } from '../../../shared/sql/once.ts';
import { Overtaken, transact } from '../../../shared/sql/transaction.ts';
import { type Item, type ItemFacts, type NewItem, shopCurrency } from '../domain/item.ts';
import { searchText } from '../domain/search.ts';
import { itemChanged, itemDeleted, itemRows, soldItems } from './item-rows.ts';
import { keepPicture, type Picture, pictureId } from './pictures.ts';
import type { CatalogTables } from './schema.ts';

type Database = Kysely<CatalogTables>;

/** The outcome of a change: the item as it is now, or why it was not made. */
export type Changed = Item | 'item-not-found' | 'item-changed';

/** An item, and the version of it that is to be changed; whichever it has when left out. */
export interface Target {
  id: string;
  version?: number | undefined;
}

/** What a request carries besides what it changes. */
interface Request {
  /** Names the command, so that its repeat has no second effect. */
  command: string;
  traceparent?: string | undefined;
}

const factColumns = ({ name, description, brandId, typeId, priceMinor }: ItemFacts) => ({
  name,
  description,
  brand_id: brandId,
  type_id: typeId,
  price_minor: priceMinor,
  search_text: searchText({ name, description }),
});

const rowOf = (item: NewItem) => ({
  ...factColumns(item),
  id: item.id,
  version: 1,
  currency: shopCurrency,
  picture_id: null,
  available_stock: item.availableStock,
  restock_threshold: item.restockThreshold,
  max_stock: item.maxStock,
  deleted_at: null,
});

/** Whether brand and type of the facts exist. */
const isFiled = async (transaction: Database, { brandId, typeId }: ItemFacts): Promise<boolean> => {
  const brand = await transaction.selectFrom('brands').select('id').where('id', '=', brandId).executeTakeFirst();
  const type = await transaction.selectFrom('types').select('id').where('id', '=', typeId).executeTakeFirst();
  return brand !== undefined && type !== undefined;
};

const read = (transaction: Database, id: string): Promise<Item> =>
  itemRows(transaction).where('items.id', '=', id).executeTakeFirstOrThrow();

/** As many rows as one insert may have: SQL Server takes 2,100 parameters in a statement. */
const rowsAtOnce = 500;

const tell = async (transaction: Database, outgoing: readonly Outgoing[], traceparent?: string): Promise<void> => {
  const rows = outboxRows(outgoing, traceparent);
  for (let first = 0; first < rows.length; first += rowsAtOnce)
    await transaction
      .insertInto('outbox')
      .values(rows.slice(first, first + rowsAtOnce))
      .execute();
};

type Columns = Partial<ReturnType<typeof factColumns>> & { picture_id?: string; deleted_at?: string };

/** Writes columns of an item that is sold, and with them its next version. */
const revise = async (transaction: Database, { id, version }: Target, columns: Columns): Promise<Changed> => {
  const before = await soldItems(transaction).where('items.id', '=', id).executeTakeFirst();
  if (!before) return 'item-not-found';
  const current = version ?? before.version;
  const changed = await transaction
    .updateTable('items')
    .set({ ...columns, version: current + 1 })
    .where('id', '=', id)
    .where('version', '=', current)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (wasUpdated(changed)) return read(transaction, id);
  if (version === undefined) throw new Overtaken();
  return 'item-changed';
};

export const openItemChanges = (database: Database) => ({
  create: (item: NewItem, { command, traceparent }: Request): Promise<Item | 'unknown-brand-or-type'> =>
    transact(database, (transaction) =>
      once(transaction, command, async () => {
        if (!(await isFiled(transaction, item))) return 'unknown-brand-or-type';
        await transaction.insertInto('items').values(rowOf(item)).execute();
        const created = await read(transaction, item.id);
        await tell(transaction, [itemChanged(created)], traceparent);
        return created;
      }),
    ),

  /** Replaces the facts of an item. */
  change: (target: Target, facts: ItemFacts, traceparent?: string): Promise<Changed | 'unknown-brand-or-type'> =>
    transact(database, async (transaction) => {
      if (!(await isFiled(transaction, facts))) return 'unknown-brand-or-type';
      const changed = await revise(transaction, target, factColumns(facts));
      if (typeof changed !== 'string') await tell(transaction, [itemChanged(changed)], traceparent);
      return changed;
    }),

  /** Takes an item off sale. Its row stays: baskets show it, and orders that were placed are served from its stock. */
  remove: (target: Target, deletedAt: string, traceparent?: string): Promise<Changed> =>
    transact(database, async (transaction) => {
      const removed = await revise(transaction, target, { deleted_at: deletedAt });
      if (typeof removed !== 'string') await tell(transaction, [itemDeleted(removed)], traceparent);
      return removed;
    }),

  /** Gives an item a picture; the one that it has already changes nothing. */
  setPicture: (target: Target, picture: Picture, traceparent?: string): Promise<Changed> =>
    transact(database, async (transaction) => {
      const before = await soldItems(transaction).where('items.id', '=', target.id).executeTakeFirst();
      if (before?.pictureId === pictureId(picture.bytes)) return before;
      if (!before) return 'item-not-found';
      const changed = await revise(transaction, target, { picture_id: await keepPicture(transaction, picture) });
      if (typeof changed !== 'string') await tell(transaction, [itemChanged(changed)], traceparent);
      return changed;
    }),

  /** Tells of every item again, for those who lost what they were told. Returns how many events that makes. */
  publishAll: ({ command, traceparent }: Request): Promise<{ events: number }> =>
    transact(database, (transaction) =>
      once(transaction, command, async () => {
        const items = await itemRows(transaction).select('items.deleted_at as deletedAt').execute();
        const told = items.map((item) => (item.deletedAt === null ? itemChanged(item) : itemDeleted(item)));
        await tell(transaction, told, traceparent);
        return { events: told.length };
      }),
    ),
});
