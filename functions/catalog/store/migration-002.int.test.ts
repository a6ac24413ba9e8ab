import type { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { openSql } from '../../../shared/sql/database.ts';
import { migrate } from '../../../shared/sql/migrate.ts';
import { openItems } from './items.ts';
import { type CatalogTables, catalogMigrations } from './schema.ts';

test('a store that is in use keeps its items, and they are found by their words', async () => {
  const database = await openSql<CatalogTables>('sqlite::memory:');
  const upTo = (name: string) => Object.fromEntries(Object.entries(catalogMigrations).filter(([one]) => one < name));
  await migrate(database, 'catalog', upTo('002'));
  const before = database as unknown as Kysely<Record<string, Record<string, unknown>>>;
  await before.insertInto('brands').values({ id: 'b', name: 'Kittiwake' }).execute();
  await before.insertInto('types').values({ id: 't', name: 'Mug' }).execute();
  const stock = { available_stock: 1, restock_threshold: 0, max_stock: 9 };
  const item = { id: 'i', version: 3, name: 'Café Mug', description: 'Old.', brand_id: 'b', type_id: 't' };
  await before
    .insertInto('items')
    .values({ ...item, ...stock, price_minor: 5, currency: 'USD' })
    .execute();

  expect(await migrate(database, 'catalog', upTo('003'))).toEqual(['002-complete']);
  const found = await openItems(database).list({ search: 'cafe' }, { pageIndex: 0, pageSize: 10 });
  expect(found.items).toMatchObject([{ id: 'i', version: 3, name: 'Café Mug', availableStock: 1 }]);
  await database.destroy();
});
