/** Opens the SQL store that a setting names. Queries are written once, with Kysely; `dialect.ts` alone knows where dialects differ. */
import type { Kysely } from 'kysely';
import * as z from 'zod';
import { sqliteDialect } from './sqlite.ts';

/** Setting of a SQL store: `sqlite:FILE`, the file relative to the working folder, or `sqlite::memory:`. */
export const SqlStore = z
  .string('Use sqlite:FILE, e.g. sqlite:.data/catalog.db.')
  .regex(/^sqlite:.+/, 'must be sqlite:FILE, e.g. sqlite:.data/catalog.db');

/** Opens a store; the caller destroys it. Kysely itself is loaded here, at first use, to keep cold starts short. */
export const openSql = async <Schema>(setting: string): Promise<Kysely<Schema>> => {
  const { Kysely } = await import('kysely');
  return new Kysely<Schema>({ dialect: await sqliteDialect(setting.slice('sqlite:'.length)) });
};
