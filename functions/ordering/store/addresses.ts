/** The addresses that buyers keep for their next order. */
import type { Kysely } from 'kysely';
import type { Address } from '../../../shared/contracts/values.ts';
import { ifAbsent, page, wasInserted, wasUpdated } from '../../../shared/sql/dialect.ts';
import type { OrderingTables } from './schema.ts';

export interface SavedAddress {
  id: string;
  address: Address;
}

/** More than anybody ships to. */
export const maxAddresses = 20;

export const openAddresses = (database: Kysely<OrderingTables>) => ({
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

  /** Saves or replaces an address of the buyer. An id that is another buyer's stays theirs, and is said to be taken. */
  put: async (buyerId: string, { id, address }: SavedAddress, savedAt: string): Promise<'saved' | 'taken'> => {
    const row = { id, buyer_id: buyerId, address: JSON.stringify(address), saved_at: savedAt };
    const replace = async () =>
      wasUpdated(
        await database
          .updateTable('addresses')
          .set({ address: row.address })
          .where('id', '=', id)
          .where('buyer_id', '=', buyerId)
          .executeTakeFirstOrThrow(),
      );
    const insert = async () =>
      wasInserted(await ifAbsent(database.insertInto('addresses').values(row), ['id']).executeTakeFirstOrThrow());
    // What is neither there nor can be added was added in between: by the buyer's other request, or by another buyer.
    return (await replace()) || (await insert()) || (await replace()) ? 'saved' : 'taken';
  },

  remove: async (buyerId: string, id: string): Promise<void> => {
    await database.deleteFrom('addresses').where('id', '=', id).where('buyer_id', '=', buyerId).execute();
  },

  removeAll: async (buyerId: string): Promise<void> => {
    await database.deleteFrom('addresses').where('buyer_id', '=', buyerId).execute();
  },
});

export type Addresses = ReturnType<typeof openAddresses>;
