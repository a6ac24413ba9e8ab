/** The stock figures of an item as operators see and change them. What orders take and give back is in `stock.ts`. */
import type { Kysely } from 'kysely';
import type { StockLine } from '../../../shared/contracts/values.ts';
import { wasUpdated } from '../../../shared/sql/dialect.ts';
import { once } from '../../../shared/sql/once.ts';
import { Overtaken, transact } from '../../../shared/sql/transaction.ts';
import { type StockLevel, unitsToAdd } from '../domain/stock-level.ts';
import type { CatalogTables } from './schema.ts';

type Database = Kysely<CatalogTables>;

/** What a delivery did: the units that there was room for, and the level after it. */
export interface Restocked {
  added: number;
  level: StockLevel;
}

const levelOf = (database: Database, itemId: string): Promise<StockLevel | undefined> =>
  database
    .selectFrom('items')
    .select(['available_stock as availableStock', 'restock_threshold as restockThreshold', 'max_stock as maxStock'])
    .where('id', '=', itemId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();

/** Adds units if there still is room for them: others may have given back theirs in between. */
const add = async (transaction: Database, itemId: string, units: number): Promise<void> => {
  const changed = await transaction
    .updateTable('items')
    .set(({ eb }) => ({ available_stock: eb('available_stock', '+', units) }))
    .where('id', '=', itemId)
    .where(({ eb }) => eb('available_stock', '<=', eb('max_stock', '-', units)))
    .executeTakeFirstOrThrow();
  if (!wasUpdated(changed)) throw new Overtaken();
};

export const openStockLevels = (database: Database) => ({
  get: (itemId: string) => levelOf(database, itemId),

  /** Units of an item that orders hold but have not paid yet: those of a few orders, for an order is paid within a minute. */
  reserved: async (itemId: string): Promise<number> => {
    const held = await database.selectFrom('reservations').select('details').where('status', '=', 'reserved').execute();
    return held
      .flatMap(({ details }) => JSON.parse(details) as StockLine[])
      .filter((line) => line.itemId === itemId)
      .reduce((sum, { quantity }) => sum + quantity, 0);
  },

  setLimits: async (itemId: string, { restockThreshold, maxStock }: Omit<StockLevel, 'availableStock'>) => {
    const changed = await database
      .updateTable('items')
      .set({ restock_threshold: restockThreshold, max_stock: maxStock })
      .where('id', '=', itemId)
      .where('deleted_at', 'is', null)
      .executeTakeFirstOrThrow();
    return wasUpdated(changed);
  },

  /** Adds a delivery up to the maximum; `command` names the command, so that its repeat adds nothing. */
  restock: (itemId: string, quantity: number, command: string): Promise<Restocked | 'item-not-found'> =>
    transact(database, (transaction) =>
      once(transaction, command, async () => {
        const before = await levelOf(transaction, itemId);
        if (!before) return 'item-not-found';
        const added = unitsToAdd(before, quantity);
        if (added > 0) await add(transaction, itemId, added);
        return { added, level: (await levelOf(transaction, itemId)) ?? before };
      }),
    ),
});

export type StockLevels = ReturnType<typeof openStockLevels>;
