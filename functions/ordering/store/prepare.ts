/** Brings ordering's store to its newest schema. */

import type { Kysely } from 'kysely';
import { withSql } from '../../../shared/sql/database.ts';
import { migrate } from '../../../shared/sql/migrate.ts';
import { type OrderingTables, orderingMigrations } from './schema.ts';

/** Brings an open store up to date; safe to run twice and from two places at once. */
export const fillOrdering = async (database: Kysely<OrderingTables>): Promise<string[]> =>
  (await migrate(database, 'ordering', orderingMigrations)).map((name) => `ordering: applied ${name}`);

/** Returns what it did, a line each; nothing when the store was ready. */
export const prepareOrdering = (setting: string): Promise<string[]> => withSql(setting, fillOrdering);
