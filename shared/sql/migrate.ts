/**
 * Brings a SQL store to its newest schema. A command, never part of a function's start. Each migration is one transaction that first
 * writes its name under a unique key, so of two that run at once the second waits and then finds it done.
 */
import type { Kysely } from 'kysely';
import { ifAbsent, wasInserted } from './dialect.ts';
import { transact } from './transaction.ts';

export interface Migration {
  up: (database: Kysely<unknown>) => Promise<void>;
}

/** Migrations by name; they run in the order of their names, each once. */
export type Migrations = Readonly<Record<string, Migration>>;

type Ledger = Record<string, { name: string; applied_at: string }>;

/** Creates the table of what was applied, unless it is there. */
const prepareLedger = async (database: Kysely<Ledger>, ledger: string): Promise<void> => {
  const read = () => database.selectFrom(ledger).select('name').execute();
  const isThere = await read().then(
    () => true,
    () => false,
  );
  if (isThere) return;
  const create = database.schema
    .createTable(ledger)
    .addColumn('name', 'varchar(100)', (column) => column.primaryKey())
    .addColumn('applied_at', 'varchar(30)', (column) => column.notNull());
  // Another instance may create it at this moment; any other error shows in the second attempt to read.
  await create.execute().catch((error: unknown) => read().catch(() => Promise.reject(error)));
};

/**
 * Applies what is missing and returns the names of what it applied.
 * @param owner the context whose tables they are: several may share a database
 */
export const migrate = async <Schema>(
  database: Kysely<Schema>,
  owner: string,
  migrations: Migrations,
): Promise<string[]> => {
  const ledger = `${owner}_migrations`;
  const ledgers = database as unknown as Kysely<Ledger>;
  await prepareLedger(ledgers, ledger);
  const applied: string[] = [];
  for (const [name, { up }] of Object.entries(migrations).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const isNew = await transact(ledgers, async (transaction) => {
      const row = { name, applied_at: new Date().toISOString() };
      if (!wasInserted(await ifAbsent(transaction.insertInto(ledger).values(row), ['name']).executeTakeFirstOrThrow()))
        return false;
      await up(transaction as unknown as Kysely<unknown>);
      return true;
    });
    if (isNew) applied.push(name);
  }
  return applied;
};
