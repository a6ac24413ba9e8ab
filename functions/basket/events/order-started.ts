/** An order exists: what was ordered leaves the basket. */
import type { EventData } from '../../../shared/contracts/events.ts';
import type { BasketDependencies } from '../dependencies.ts';
import { takeOut } from '../domain/basket.ts';

export const orderStarted = async (
  { orderId, buyer, lines }: EventData<'OrderStarted'>,
  { baskets }: Pick<BasketDependencies, 'baskets'>,
) => {
  await baskets.change(buyer.id, (basket) => takeOut(basket, orderId, lines));
};
