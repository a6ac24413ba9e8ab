/** The brands and the types that items are filed under. */
import type { Kysely } from 'kysely';
import { once } from '../../../shared/sql/once.ts';
import { transact } from '../../../shared/sql/transaction.ts';
import type { CatalogTables } from './schema.ts';

export interface Named {
  id: string;
  name: string;
}

type Table = 'brands' | 'types';

/** Names that differ in case alone would not be told apart. */
const sameName = (one: Named, other: Named): boolean => one.name.toLowerCase() === other.name.toLowerCase();

const openNames = (database: Kysely<CatalogTables>, table: Table) => ({
  /** In the order of the names. */
  list: (): Promise<Named[]> => database.selectFrom(table).selectAll().orderBy('name').execute(),

  /** Adds one under a name that is not taken; `command` names the command, so that its repeat has no second effect. */
  create: (named: Named, command: string): Promise<Named | 'name-taken'> =>
    transact(database, (transaction) =>
      once(transaction, command, async () => {
        const others = await transaction.selectFrom(table).selectAll().execute();
        if (others.some((other) => sameName(other, named))) return 'name-taken';
        await transaction.insertInto(table).values(named).execute();
        return named;
      }),
    ),
});

export type Names = ReturnType<typeof openNames>;

export const openBrandsAndTypes = (database: Kysely<CatalogTables>): Record<Table, Names> => ({
  brands: openNames(database, 'brands'),
  types: openNames(database, 'types'),
});
