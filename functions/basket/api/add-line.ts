/** POST basket/baskets/me/lines: adds units of an item to those that are in the basket. */
import * as z from 'zod';
import { StockLine } from '../../../shared/contracts/values.ts';
import { addLine as add } from '../domain/basket.ts';
import { route } from '../routes.ts';
import { answer } from './answer.ts';
import { BasketView } from './basket-view.ts';

export const addLine = route(
  { idempotent: true, body: z.strictObject(StockLine.shape), answer: BasketView },
  async ({ body, caller, ifMatch, idempotencyKey }, { baskets, items }) => {
    const item = (await items.of([body])).get(body.itemId);
    const command = `add/${idempotencyKey}`;
    return answer(await baskets.change(caller.id, (basket) => add(basket, body, { command, item }), ifMatch), items);
  },
);
