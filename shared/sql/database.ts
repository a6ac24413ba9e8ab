/** Opens the SQL store that a setting names. Queries are written once, with Kysely, for both dialects. */
import type { Dialect, Kysely } from 'kysely';
import * as z from 'zod';
import { parseSqlServerSetting } from './sqlserver/setting.ts';

const forms =
  'Use sqlite:FILE (sqlite:.data/catalog.db), mssql://user:password@host:port/database, or Server=HOST;Database=NAME (without a password Entra ID authenticates).';

const isSqlite = (setting: string): boolean => /^sqlite:.+/.test(setting);
const isSqlServer = (setting: string): boolean => /^mssql:\/\/|^[\w ]+=/.test(setting);

/** What is wrong with a setting, if anything; shows nothing of it, for it may hold a password. */
const problemOf = (setting: string): string | undefined => {
  if (isSqlite(setting)) return undefined;
  if (!isSqlServer(setting)) return forms;
  try {
    parseSqlServerSetting(setting);
    return undefined;
  } catch (error) {
    return `${(error as Error).message} ${forms}`;
  }
};

/**
 * Setting of a SQL store: `sqlite:FILE`, the file relative to the working folder, or `sqlite::memory:`; `mssql://…` or
 * `Server=…;Database=…` for SQL Server and Azure SQL.
 */
export const SqlStore = z.string(forms).superRefine((setting, context) => {
  const message = problemOf(setting);
  if (message) context.addIssue({ code: 'custom', message });
});

const dialectOf = async (setting: string): Promise<Dialect> => {
  if (isSqlite(setting)) {
    const { sqliteDialect } = await import('./sqlite.ts');
    return sqliteDialect(setting.slice('sqlite:'.length));
  }
  const { sqlServerDialect } = await import('./sqlserver/dialect.ts');
  return sqlServerDialect(parseSqlServerSetting(setting));
};

/** Opens a store; the caller destroys it. Kysely and the drivers are loaded here, at first use, to keep cold starts short. */
export const openSql = async <Schema>(setting: string): Promise<Kysely<Schema>> => {
  const { Kysely } = await import('kysely');
  return new Kysely<Schema>({ dialect: await dialectOf(setting) });
};

/** Does something with a store and closes it. */
export const withSql = async <Schema, Result>(
  setting: string,
  work: (database: Kysely<Schema>) => Promise<Result>,
): Promise<Result> => {
  const database = await openSql<Schema>(setting);
  try {
    return await work(database);
  } finally {
    await database.destroy();
  }
};
