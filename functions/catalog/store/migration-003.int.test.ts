import type { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { openSql } from '../../../shared/sql/database.ts';
import { migrate } from '../../../shared/sql/migrate.ts';
import { openBrandsAndTypes } from './brands-and-types.ts';
import { type CatalogTables, catalogMigrations } from './schema.ts';

test('in a store that is in use the names that are there are taken, also one that was given in two cases', async () => {
  const database = await openSql<CatalogTables>('sqlite::memory:');
  const { '003-taken-names': _later, ...before } = catalogMigrations;
  await migrate(database, 'catalog', before);
  const names = ['Kittiwake', 'Zebra', 'ZEBRA'].map((name) => ({ id: name, name }));
  await (database as unknown as Kysely<Pick<CatalogTables, 'brands'>>).insertInto('brands').values(names).execute();

  expect(await migrate(database, 'catalog', catalogMigrations)).toEqual(['003-taken-names']);
  const { brands, types } = openBrandsAndTypes(database);
  expect(await brands.list()).toHaveLength(names.length);
  for (const name of ['kittiwake', 'zebra'])
    expect(await brands.create({ id: 'new', name }, `add-${name}`)).toBe('name-taken');
  expect(await types.create({ id: 'new', name: 'zebra' }, 'add-type')).toMatchObject({ name: 'zebra' });
  await database.destroy();
});
