/** Kysely's SQLite dialect over `node:sqlite`: one connection per process and file, statements prepared once. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SQLInputValue } from 'node:sqlite';
import type { Dialect, SqliteDatabase, SqliteStatement } from 'kysely';

const bindable = (value: unknown): SQLInputValue =>
  typeof value === 'boolean' ? Number(value) : (value as SQLInputValue);

/** Writers take the lock when they begin: a read that turns into a write later could otherwise find it taken. */
const withImmediateBegin = (sql: string): string => (sql === 'begin' ? 'begin immediate' : sql);

/** Waiting blocks everything else in the process: who finds the file busy for a quarter of a second tries again later instead. */
const openFile = async (file: string): Promise<SqliteDatabase> => {
  const { DatabaseSync } = await import('node:sqlite');
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  database.exec(
    'pragma busy_timeout = 250; pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on;',
  );
  const prepared = new Map<string, SqliteStatement>();
  const prepare = (sql: string): SqliteStatement => {
    const statement = database.prepare(sql);
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => statement.all(...parameters.map(bindable)),
      run: (parameters) => statement.run(...parameters.map(bindable)),
      iterate: (parameters) => statement.iterate(...parameters.map(bindable)),
    };
  };
  return {
    prepare: (text) => {
      const sql = withImmediateBegin(text);
      let statement = prepared.get(sql);
      if (!statement) prepared.set(sql, (statement = prepare(sql)));
      return statement;
    },
    close: () => database.close(),
  };
};

/** A dialect for one SQLite file (its folder is made when missing) or `:memory:`. */
export const sqliteDialect = async (file: string): Promise<Dialect> => {
  const { SqliteDialect } = await import('kysely');
  return new SqliteDialect({ database: () => openFile(file) });
};
