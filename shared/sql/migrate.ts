/** Brings a SQL store to its newest schema. A command, never part of a function's start; safe to run twice and from two places at once. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Migrations by name; they run in the order of their names, each once. */
export type Migrations = Record<string, Migration>;

/** Applies what is missing and returns the names of what it applied. */
export const migrate = async <Schema>(database: Kysely<Schema>, migrations: Migrations): Promise<string[]> => {
  const { Migrator } = await import('kysely/migration');
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) throw error;
  return results.filter(({ status }) => status === 'Success').map(({ migrationName }) => migrationName);
};
