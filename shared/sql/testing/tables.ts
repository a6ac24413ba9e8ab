/** Empties a SQL Server database of the tables of one context, for the next test. */
import { type Kysely, sql } from 'kysely';
import { openSql } from '../database.ts';
import { recorder } from './recorder.ts';

/** The tables that `fill` creates, in that order. */
const createdBy = async <Schema>(fill: (database: Kysely<Schema>) => Promise<unknown>): Promise<string[]> => {
  const { plugin, tables } = recorder();
  const database = await openSql<Schema>('sqlite::memory:');
  await fill(database.withPlugin(plugin));
  await database.destroy();
  return [...tables];
};

/** Drops what `fill` creates. A database whose tables no test made is left alone: it may be a shop's. */
export const dropTables = async <Schema>(
  database: Kysely<Schema>,
  owner: string,
  fill: (database: Kysely<Schema>) => Promise<unknown>,
): Promise<void> => {
  const mark = `${owner}_tests`;
  const { rows } = await sql<{ name: string }>`select [name] from [sys].[tables]`.execute(database);
  const present = new Set(rows.map(({ name }) => name));
  const doomed = (await createdBy(fill)).filter((table) => present.has(table)).toReversed();
  if (!present.has(mark)) {
    if (doomed.length > 0)
      throw new Error(
        `TEST_MSSQL_URL names a database with tables that no test made (${doomed.join(', ')}). Use an empty one.`,
      );
    await database.schema.createTable(mark).addColumn('id', 'integer').execute();
  }
  for (const table of doomed) await database.schema.dropTable(table).execute();
};
