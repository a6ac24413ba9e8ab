/** Brings ordering's store to its newest schema. */

import { openSql } from '../../../shared/sql/database.ts';
import { migrate } from '../../../shared/sql/migrate.ts';
import { type OrderingTables, orderingMigrations } from './schema.ts';

/** Returns what it did, a line each; nothing when the store was ready. */
export const prepareOrdering = async (setting: string): Promise<string[]> => {
  const database = await openSql<OrderingTables>(setting);
  try {
    return (await migrate(database, 'ordering', orderingMigrations)).map((name) => `ordering: applied ${name}`);
  } finally {
    await database.destroy();
  }
};
