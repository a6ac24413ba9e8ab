/** PUT basket/baskets/me/lines/{itemId}: puts an item into the basket or sets its quantity. */
import * as z from 'zod';
import { Id, Quantity } from '../../../shared/contracts/values.ts';
import { setLine as set } from '../domain/basket.ts';
import { route } from '../routes.ts';
import { answer } from './answer.ts';
import { BasketView } from './basket-view.ts';

export const setLine = route(
  { params: z.object({ itemId: Id }), body: z.strictObject({ quantity: Quantity }), answer: BasketView },
  async ({ params: { itemId }, body: { quantity }, caller, ifMatch }, { baskets, items }) => {
    const item = (await items.of([{ itemId }])).get(itemId);
    return answer(await baskets.change(caller.id, (basket) => set(basket, { itemId, quantity }, item), ifMatch), items);
  },
);
