/** Brings ordering's store to its newest schema. */

import type { Kysely } from 'kysely';
import { openSql } from '../../../shared/sql/database.ts';
import { migrate } from '../../../shared/sql/migrate.ts';
import { type OrderingTables, orderingMigrations } from './schema.ts';

/** Brings an open store up to date; safe to run twice and from two places at once. */
export const fillOrdering = async (database: Kysely<OrderingTables>): Promise<string[]> =>
  (await migrate(database, 'ordering', orderingMigrations)).map((name) => `ordering: applied ${name}`);

/** Returns what it did, a line each; nothing when the store was ready. */
export const prepareOrdering = async (setting: string): Promise<string[]> => {
  const database = await openSql<OrderingTables>(setting);
  try {
    return await fillOrdering(database);
  } finally {
    await database.destroy();
  }
};
