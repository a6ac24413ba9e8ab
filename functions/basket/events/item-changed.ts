/** The catalog tells what an item is now. */
import type { EventData } from '../../../shared/contracts/events.ts';
import type { BasketDependencies } from '../dependencies.ts';

export const itemChanged = (
  { itemId, version, name, priceMinor, currency, pictureUrl }: EventData<'ItemChanged'>,
  { items }: Pick<BasketDependencies, 'items'>,
) => {
  const facts = { version, name, priceMinor, currency, ...(pictureUrl !== undefined && { pictureUrl }) };
  return items.learn(itemId, { facts });
};
