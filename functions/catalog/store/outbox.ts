/** The catalog's outbox in SQL. */
import type { Kysely } from 'kysely';
import type { Outbox } from '../../../shared/messaging/outbox.ts';
import type { CatalogTables } from './schema.ts';

export const openOutbox = (database: Kysely<CatalogTables>): Outbox => ({
  oldest: (limit) => database.selectFrom('outbox').selectAll().orderBy('id').limit(limit).execute(),
  remove: async (id) => void (await database.deleteFrom('outbox').where('id', '=', id).execute()),
});
