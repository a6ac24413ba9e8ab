/** A buyer wants to be forgotten: their basket goes. */
import type { EventData } from '../../../shared/contracts/events.ts';
import type { BasketDependencies } from '../dependencies.ts';

export const buyerErased = ({ buyerId }: EventData<'BuyerErased'>, { baskets }: Pick<BasketDependencies, 'baskets'>) =>
  baskets.remove(buyerId);
