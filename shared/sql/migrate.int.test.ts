import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { openSql } from './database.ts';
import { type Migration, type Migrations, migrate } from './migrate.ts';
import { describeSqlStore, testSqlServer } from './testing/stores.ts';
import { dropTables } from './testing/tables.ts';

const execute = promisify(execFile);

interface Tables {
  migrated_pins: { id: number; name: string | null };
}

const migrations: Migrations = {
  '001-pins': {
    up: (database) =>
      database.schema
        .createTable('migrated_pins')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .execute(),
  },
  '002-names': {
    up: async (database) => {
      await database.schema.alterTable('migrated_pins').addColumn('name', 'varchar(20)').execute();
      await (database as Kysely<Tables>).insertInto('migrated_pins').values({ id: 1, name: 'first' }).execute();
    },
  },
};

const failing: Migrations = {
  ...migrations,
  '003-fails': {
    up: async (database) => {
      await (database as Kysely<Tables>).insertInto('migrated_pins').values({ id: 2, name: 'second' }).execute();
      throw new Error('half way');
    },
  },
};

describeSqlStore<Tables>({
  owner: 'migrated',
  folder: import.meta.dirname,
  fill: (database) => migrate(database, 'migrated', migrations),
  contract: (open) => {
    test('a second run finds nothing to do', async () => {
      const database = await open();
      expect(await migrate(database, 'migrated', migrations)).toEqual([]);
      expect(await database.selectFrom('migrated_pins').selectAll().execute()).toEqual([{ id: 1, name: 'first' }]);
    });

    test('a migration that fails leaves nothing behind and is tried again', async () => {
      const database = await open();
      await expect(migrate(database, 'migrated', failing)).rejects.toThrow('half way');
      expect(await database.selectFrom('migrated_pins').selectAll().execute()).toHaveLength(1);
      await expect(migrate(database, 'migrated', failing)).rejects.toThrow('half way');
    });
  },
});

test.skipIf(!testSqlServer)(
  'of instances that migrate at once on SQL Server each migration is applied by one',
  async () => {
    const instances = await Promise.all(Array.from({ length: 5 }, () => openSql<unknown>(testSqlServer ?? '')));
    const up: Migration['up'] = (database) =>
      database.schema.createTable('raced_pins').addColumn('id', 'integer').execute();
    const fill = (database: Kysely<unknown>) => migrate(database, 'raced', { '001-pins': { up } });
    await Promise.all(instances.slice(0, 1).map((database) => dropTables(database, 'raced', fill)));
    expect((await Promise.all(instances.map(fill))).flat()).toEqual(['001-pins']);
    await Promise.all(instances.map((database) => database.destroy()));
  },
);

test('of processes that migrate a SQLite file at once each migration is applied by one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'migrate-'));
  const stores = Object.fromEntries(
    ['CATALOG_STORE', 'ORDERING_STORE', 'COUPON_STORE'].map((name) => [name, `sqlite:${join(folder, name)}`]),
  );
  const run = () => execute(process.execPath, ['scripts/migrate.ts'], { env: { ...process.env, ...stores } });
  const outputs = (await Promise.all([run(), run(), run()])).map(({ stdout }) => stdout).join('');
  expect(outputs.match(/catalog: applied 001-catalog/g)).toHaveLength(1);
  expect(outputs.match(/catalog: added/g)).toHaveLength(1);
  expect(outputs.match(/ordering: applied 001-orders/g)).toHaveLength(1);
});
