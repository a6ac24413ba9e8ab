/** Runs the contract of a SQL store on SQLite and, when `TEST_MSSQL_URL` is set, on that SQL Server; and checks its T-SQL either way. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openSql } from '../database.ts';
import { watchCalls } from './coverage.ts';
import { recorder } from './recorder.ts';
import { dropTables } from './tables.ts';
import { brokenRules } from './tsql-rules.ts';

export interface SqlContract<Schema> {
  /** The context whose store it is. */
  owner: string;
  /** Where `tsql.sql` is kept: every statement that the tests execute. */
  folder: string;
  /** Creates the tables and what is in them at first. */
  fill: (database: Kysely<Schema>) => Promise<unknown>;
  /** Declares the tests; `open` gives a filled database of their own to each. */
  contract: (open: () => Promise<Kysely<Schema>>) => void;
}

/** `mssql://user:password@host:port/database` of a database that is for tests only. */
export const testSqlServer = process.env['TEST_MSSQL_URL'];

/** Opens databases for one test after the other and closes each after its test. */
const opener = <Schema>(create: () => Promise<Kysely<Schema>>) => {
  const opened: Kysely<Schema>[] = [];
  afterEach(async () => void (await Promise.all(opened.splice(0).map((database) => database.destroy()))));
  return async () => {
    const database = await create();
    opened.push(database);
    return database;
  };
};

const onSqlite = <Schema>({ owner, folder: snapshots, fill, contract }: SqlContract<Schema>): void => {
  const { plugin, statements } = recorder();
  const folders: string[] = [];
  let uncalled: () => Promise<string[]>;
  beforeAll(async () => void (uncalled = await watchCalls(owner)));
  afterAll(async () => void (await Promise.all(folders.map((folder) => rm(folder, { recursive: true })))));
  contract(
    opener(async () => {
      const folder = await mkdtemp(join(tmpdir(), `${owner}-`));
      folders.push(folder);
      const database = (await openSql<Schema>(`sqlite:${join(folder, 'store.db')}`)).withPlugin(plugin);
      await fill(database);
      return database;
    }),
  );

  test('every function of the store was called', async () => {
    expect(await uncalled()).toEqual([]);
  });

  test('every statement of these tests is one that SQL Server runs', async () => {
    const broken = [...statements].flatMap((sql) => brokenRules(sql).map((rule) => `${rule}: ${sql}`));
    expect(broken).toEqual([]);
    await expect(`${[...statements].sort().join(';\n')};\n`).toMatchFileSnapshot(join(snapshots, 'tsql.sql'));
  });
};

const onSqlServer = <Schema>({ owner, fill, contract }: SqlContract<Schema>, setting: string): void => {
  contract(
    opener(async () => {
      const database = await openSql<Schema>(setting);
      await dropTables(database, owner, fill);
      await fill(database);
      return database;
    }),
  );
};

export const describeSqlStore = <Schema>(store: SqlContract<Schema>): void => {
  describe(`${store.owner} on SQLite`, () => {
    onSqlite(store);
  });
  describe.skipIf(!testSqlServer)(`${store.owner} on SQL Server (TEST_MSSQL_URL)`, () => {
    onSqlServer(store, testSqlServer ?? '');
  });
};
