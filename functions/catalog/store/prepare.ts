/** Brings the catalog's store to its newest schema and, when it has no items, fills it with the shop's first assortment. */
import { readFile } from 'node:fs/promises';
import type { Kysely } from 'kysely';
import { outboxRows } from '../../../shared/messaging/outbox.ts';
import { withSql } from '../../../shared/sql/database.ts';
import { migrate } from '../../../shared/sql/migrate.ts';
import { transact } from '../../../shared/sql/transaction.ts';
import { searchText } from '../domain/search.ts';
import { addNamed } from './brands-and-types.ts';
import { itemChanged } from './item-rows.ts';
import { pictureId } from './pictures.ts';
import { type CatalogTables, catalogMigrations } from './schema.ts';
import assortment from './seed/catalog.json' with { type: 'json' };

type SeedItem = (typeof assortment.items)[number];

const pictureOf = async ({ picture }: SeedItem) => {
  const bytes = await readFile(new URL(`seed/pictures/${picture}`, import.meta.url));
  return { id: pictureId(bytes), content_type: 'image/webp', bytes };
};

const seed = async (transaction: Kysely<CatalogTables>): Promise<void> => {
  for (const brand of assortment.brands) await addNamed(transaction, 'brands', brand);
  for (const type of assortment.types) await addNamed(transaction, 'types', type);
  for (const item of assortment.items) {
    const picture = await pictureOf(item);
    await transaction.insertInto('pictures').values(picture).execute();
    const row = {
      id: item.id,
      version: 1,
      name: item.name,
      description: item.description,
      brand_id: item.brandId,
      type_id: item.typeId,
      price_minor: item.priceMinor,
      currency: assortment.currency,
      picture_id: picture.id,
      available_stock: item.availableStock,
      restock_threshold: item.restockThreshold,
      max_stock: item.maxStock,
      deleted_at: null,
      search_text: searchText(item),
    };
    await transaction.insertInto('items').values(row).execute();
    const changed = itemChanged({ ...item, version: 1, currency: assortment.currency, pictureId: picture.id });
    await transaction
      .insertInto('outbox')
      .values(outboxRows([changed]))
      .execute();
  }
};

/** Brings an open store up to date; safe to run twice and from two places at once. */
export const fillCatalog = async (database: Kysely<CatalogTables>): Promise<string[]> => {
  const applied = (await migrate(database, 'catalog', catalogMigrations)).map((name) => `catalog: applied ${name}`);
  const isEmpty = await transact(database, async (transaction) => {
    if (await transaction.selectFrom('items').select('id').limit(1).executeTakeFirst()) return false;
    await seed(transaction);
    return true;
  });
  return isEmpty ? [...applied, `catalog: added ${assortment.items.length} items`] : applied;
};

/** Returns what it did, a line each; nothing when the store was ready. */
export const prepareCatalog = (setting: string): Promise<string[]> => withSql(setting, fillCatalog);
