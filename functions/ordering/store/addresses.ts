/** The addresses that buyers keep for their next order. */
import type { Kysely } from 'kysely';
import type { Address } from '../../../shared/contracts/values.ts';
import { ifAbsent, page, wasInserted, wasUpdated } from '../../../shared/sql/dialect.ts';
import { Overtaken, transact } from '../../../shared/sql/transaction.ts';
import { raise } from './counters.ts';
import type { OrderingTables } from './schema.ts';

export interface SavedAddress {
  id: string;
  address: Address;
}

/** More than anybody ships to. */
export const maxAddresses = 20;

type Database = Kysely<OrderingTables>;

const countOf = async (database: Database, buyerId: string): Promise<number> => {
  const theirs = database.selectFrom('addresses').where('buyer_id', '=', buyerId);
  const { total } = await theirs.select(({ fn }) => fn.countAll().as('total')).executeTakeFirstOrThrow();
  return Number(total);
};

type Row = OrderingTables['addresses'];

/** Whether the row was added: its id may have been taken meanwhile. */
const add = async (transaction: Database, row: Row): Promise<boolean> =>
  wasInserted(await ifAbsent(transaction.insertInto('addresses').values(row), ['id']).executeTakeFirstOrThrow());

/** Whether the row was still there to be replaced. */
const replace = async (transaction: Database, { id, buyer_id, address }: Row): Promise<boolean> =>
  wasUpdated(
    await transaction
      .updateTable('addresses')
      .set({ address })
      .where('id', '=', id)
      .where('buyer_id', '=', buyer_id)
      .executeTakeFirstOrThrow(),
  );

export const openAddresses = (database: Database) => ({
  /** Newest first. */
  list: async (buyerId: string): Promise<SavedAddress[]> => {
    const newest = database
      .selectFrom('addresses')
      .selectAll()
      .where('buyer_id', '=', buyerId)
      .orderBy('saved_at', 'desc')
      .orderBy('id', 'desc');
    const rows = await page(newest, { pageIndex: 0, pageSize: maxAddresses }).execute();
    return rows.map(({ id, address }) => ({ id, address: JSON.parse(address) as Address }));
  },

  /**
   * Saves or replaces an address of the buyer. An id that is another buyer's stays theirs, and is said to be taken; `full` says that
   * the buyer has as many as they can.
   */
  put: (buyerId: string, { id, address }: SavedAddress, savedAt: string): Promise<'saved' | 'taken' | 'full'> =>
    transact(database, async (transaction) => {
      const row = { id, buyer_id: buyerId, address: JSON.stringify(address), saved_at: savedAt };
      const known = await transaction
        .selectFrom('addresses')
        .select('buyer_id')
        .where('id', '=', id)
        .executeTakeFirst();
      if (known && known.buyer_id !== buyerId) return 'taken';
      if (!known) {
        // Nobody else adds one before the transaction has ended, so what is counted now stays true.
        await raise(transaction, 'address_books', buyerId);
        if ((await countOf(transaction, buyerId)) >= maxAddresses) return 'full';
      }
      if (!(await (known ? replace : add)(transaction, row))) throw new Overtaken();
      return 'saved';
    }),

  remove: async (buyerId: string, id: string): Promise<void> => {
    await database.deleteFrom('addresses').where('id', '=', id).where('buyer_id', '=', buyerId).execute();
  },

  removeAll: async (buyerId: string): Promise<void> => {
    await database.deleteFrom('addresses').where('buyer_id', '=', buyerId).execute();
    await database.deleteFrom('address_books').where('buyer_id', '=', buyerId).execute();
  },
});

export type Addresses = ReturnType<typeof openAddresses>;
