/** GET basket/baskets/me: the caller's basket at the prices of now; an empty one for who has none. */
import { route } from '../routes.ts';
import { answer } from './answer.ts';
import { BasketView } from './basket-view.ts';

export const getBasket = route({ answer: BasketView }, async ({ caller }, { baskets, items }) =>
  answer(await baskets.get(caller.id), items),
);
