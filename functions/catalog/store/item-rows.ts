/** How items are read from their rows, and the events that tell others of them. */
import type { Kysely } from 'kysely';
import { event, type Outgoing } from '../../../shared/messaging/publish.ts';
import { type Item, pictureUrl } from '../domain/item.ts';
import type { CatalogTables } from './schema.ts';

/** Every item, also those that are no longer sold, with the names of brand and type. */
export const itemRows = (database: Kysely<CatalogTables>) =>
  database
    .selectFrom('items')
    .innerJoin('brands', 'brands.id', 'items.brand_id')
    .innerJoin('types', 'types.id', 'items.type_id')
    .select([
      'items.id',
      'items.version',
      'items.name',
      'items.description',
      'items.brand_id as brandId',
      'brands.name as brand',
      'items.type_id as typeId',
      'types.name as type',
      'items.price_minor as priceMinor',
      'items.currency',
      'items.picture_id as pictureId',
      'items.available_stock as availableStock',
      'items.restock_threshold as restockThreshold',
      'items.max_stock as maxStock',
    ]);

/** The items that are sold. */
export const soldItems = (database: Kysely<CatalogTables>) => itemRows(database).where('items.deleted_at', 'is', null);

/** The event that tells others what an item is now. */
export const itemChanged = (
  item: Pick<Item, 'id' | 'version' | 'name' | 'priceMinor' | 'currency' | 'pictureId'>,
): Outgoing<'ItemChanged'> =>
  event(
    'ItemChanged',
    {
      itemId: item.id,
      version: item.version,
      name: item.name,
      priceMinor: item.priceMinor,
      currency: item.currency,
      ...(item.pictureId !== null && { pictureUrl: pictureUrl(item.pictureId) }),
    },
    { aggregate: item.id, version: item.version },
  );

/** The event that tells others that an item is no longer sold. */
export const itemDeleted = ({ id, version }: Pick<Item, 'id' | 'version'>): Outgoing<'ItemDeleted'> =>
  event('ItemDeleted', { itemId: id, version }, { aggregate: id, version });
