/** POST basket/baskets/me/seen: the shopper has seen the prices of now, so that nothing shows as changed any more. */
import { acceptPrices as accept } from '../domain/basket.ts';
import { route } from '../routes.ts';
import { answer } from './answer.ts';
import { BasketView } from './basket-view.ts';

export const acceptPrices = route({ answer: BasketView }, async ({ caller, ifMatch }, { baskets, items }) => {
  const { basket } = await baskets.get(caller.id);
  const known = await items.of(basket.lines);
  return answer(await baskets.change(caller.id, (current) => accept(current, known), ifMatch), items);
});
