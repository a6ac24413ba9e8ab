/** The catalog no longer sells an item. */
import type { EventData } from '../../../shared/contracts/events.ts';
import type { BasketDependencies } from '../dependencies.ts';

export const itemDeleted = (
  { itemId, version }: EventData<'ItemDeleted'>,
  { items }: Pick<BasketDependencies, 'items'>,
) => items.learn(itemId, { deletedVersion: version });
