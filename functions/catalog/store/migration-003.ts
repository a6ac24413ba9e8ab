/** Takes the names of the brands and types that are there, so that no other gets one of them in another case. */
import type { Kysely } from 'kysely';
import { ifAbsent } from '../../../shared/sql/dialect.ts';
import { takenAs } from './brands-and-types.ts';

interface Before {
  brands: { name: string };
  types: { name: string };
  taken_names: { kind: string; name: string };
}

/** Names that were given in two cases before stay as they are, and are taken once. */
const takeThoseThere = async (database: Kysely<Before>): Promise<void> => {
  for (const kind of ['brands', 'types'] as const)
    for (const { name } of await database.selectFrom(kind).select('name').execute()) {
      const taking = database.insertInto('taken_names').values({ kind, name: takenAs(name) });
      await ifAbsent(taking, ['kind', 'name']).execute();
    }
};

export const takeNames = async (database: Kysely<unknown>): Promise<void> => {
  await database.schema
    .createTable('taken_names')
    .addColumn('kind', 'varchar(10)', (column) => column.notNull())
    .addColumn('name', 'varchar(200)', (column) => column.notNull())
    .addPrimaryKeyConstraint('taken_names_key', ['kind', 'name'])
    .execute();
  await takeThoseThere(database);
};
