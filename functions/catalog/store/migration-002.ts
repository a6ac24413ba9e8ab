/** Adds what searching, deleting, restocking and idempotent commands need, to a store that may already be in use. */
import type { Kysely } from 'kysely';
import { createDocumentsTable } from '../../../shared/sql/documents.ts';
import { searchText } from '../domain/search.ts';

interface Before {
  items: { id: string; name: string; description: string; search_text: string };
}

/** Fills the column for the items that are there; the store writes it for those that come or change. */
const makeSearchable = async (database: Kysely<Before>): Promise<void> => {
  const items = await database.selectFrom('items').select(['id', 'name', 'description']).execute();
  for (const { id, ...words } of items)
    await database
      .updateTable('items')
      .set({ search_text: searchText(words) })
      .where('id', '=', id)
      .execute();
};

export const completeCatalog = async (database: Kysely<unknown>): Promise<void> => {
  await database.schema.alterTable('items').addColumn('deleted_at', 'varchar(30)').execute();
  await database.schema.alterTable('items').addColumn('search_text', 'text').execute();
  await makeSearchable(database);
  for (const table of ['brands', 'types'])
    await database.schema.createIndex(`${table}_by_name`).on(table).column('name').unique().execute();
  await database.schema.createIndex('reservations_by_status').on('reservations').column('status').execute();
  await createDocumentsTable(database, 'answers');
};
