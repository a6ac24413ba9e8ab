/** An item as the API shows it. */
import { type Item, pictureUrl } from '../domain/item.ts';

export const itemView = ({ brand, brandId, type, typeId, pictureId, ...item }: Item) => ({
  ...item,
  brand: { id: brandId, name: brand },
  type: { id: typeId, name: type },
  pictureUrl: pictureId === null ? null : pictureUrl(pictureId),
});
