/** The brands and the types that items are filed under. */
import type { Kysely } from 'kysely';
import { ifAbsent, wasInserted } from '../../../shared/sql/dialect.ts';
import { once } from '../../../shared/sql/once.ts';
import { transact } from '../../../shared/sql/transaction.ts';
import type { CatalogTables } from './schema.ts';

export interface Named {
  id: string;
  name: string;
}

type Table = 'brands' | 'types';
type Database = Kysely<CatalogTables>;

/** What a name is taken as: names that differ in case alone would not be told apart. */
export const takenAs = (name: string): string => name.toLowerCase();

/** Adds one, unless its name is taken; call it in `transact`. */
export const addNamed = async (transaction: Database, table: Table, named: Named): Promise<boolean> => {
  const taking = transaction.insertInto('taken_names').values({ kind: table, name: takenAs(named.name) });
  const isFree = wasInserted(await ifAbsent(taking, ['kind', 'name']).executeTakeFirstOrThrow());
  if (isFree) await transaction.insertInto(table).values(named).execute();
  return isFree;
};

const openNames = (database: Database, table: Table) => ({
  /** In the order of the names. */
  list: (): Promise<Named[]> => database.selectFrom(table).selectAll().orderBy('name').execute(),

  /** Adds one under a name that is not taken; `command` names the command, so that its repeat has no second effect. */
  create: (named: Named, command: string): Promise<Named | 'name-taken'> =>
    transact(database, (transaction) =>
      once(transaction, command, async () => ((await addNamed(transaction, table, named)) ? named : 'name-taken')),
    ),
});

export type Names = ReturnType<typeof openNames>;

export const openBrandsAndTypes = (database: Database): Record<Table, Names> => ({
  brands: openNames(database, 'brands'),
  types: openNames(database, 'types'),
});
