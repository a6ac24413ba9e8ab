/** An item as the API shows it. */
import { type Item, pictureUrl } from '../domain/item.ts';
import { isOnReorder } from '../domain/stock-level.ts';

export const itemView = (item: Item) => ({
  id: item.id,
  version: item.version,
  name: item.name,
  description: item.description,
  priceMinor: item.priceMinor,
  currency: item.currency,
  availableStock: item.availableStock,
  onReorder: isOnReorder(item),
  brand: { id: item.brandId, name: item.brand },
  type: { id: item.typeId, name: item.type },
  pictureUrl: item.pictureId === null ? null : pictureUrl(item.pictureId),
});
