/** An item as the API shows it. */
import * as z from 'zod';
import { Currency, Id, MinorUnits, Named } from '../../../shared/contracts/values.ts';
import { type Item, pictureUrl } from '../domain/item.ts';
import { isOnReorder } from '../domain/stock-level.ts';

export const ItemView = z.object({
  id: Id,
  version: z.int(),
  name: z.string(),
  description: z.string(),
  priceMinor: MinorUnits,
  currency: Currency,
  availableStock: z.int(),
  onReorder: z.boolean(),
  brand: Named,
  type: Named,
  pictureUrl: z.string().nullable().describe('Below the address of the gateway.'),
});

export const itemView = (item: Item): z.output<typeof ItemView> => ({
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
