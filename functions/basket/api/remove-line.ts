/** DELETE basket/baskets/me/lines/{itemId}: takes an item out; one that is not there is out already. */
import * as z from 'zod';
import { Id } from '../../../shared/contracts/values.ts';
import { removeLine as remove } from '../domain/basket.ts';
import { route } from '../routes.ts';
import { answer } from './answer.ts';
import { BasketView } from './basket-view.ts';

export const removeLine = route(
  { params: z.object({ itemId: Id }), answer: BasketView },
  async ({ params, caller, ifMatch }, { baskets, items }) =>
    answer(await baskets.change(caller.id, (basket) => remove(basket, params.itemId), ifMatch), items),
);
