/** Gives every buyer a counter of the changes of their orders; it goes on where the positions that were given before end. */
import type { Kysely } from 'kysely';

interface Before {
  orders: { buyer_id: string; last_position: number | null };
  change_counters: { buyer_id: string; changes: number };
}

const countThoseBefore = async (database: Kysely<Before>): Promise<void> => {
  const counted = database
    .selectFrom('orders')
    .where('last_position', 'is not', null)
    .groupBy('buyer_id')
    .select(({ fn }) => ['buyer_id', fn.max('last_position').as('changes')]);
  await database.insertInto('change_counters').columns(['buyer_id', 'changes']).expression(counted).execute();
};

export const countChanges = async (database: Kysely<unknown>): Promise<void> => {
  await database.schema
    .createTable('change_counters')
    .addColumn('buyer_id', 'varchar(200)', (column) => column.primaryKey())
    .addColumn('changes', 'integer', (column) => column.notNull())
    .execute();
  await countThoseBefore(database);
};
