/** POST basket/baskets/me/merge: adds the lines of the basket that the shopper filled before signing in. */
import { mergeLines as merge } from '../domain/basket.ts';
import { route } from '../routes.ts';
import { answer } from './answer.ts';
import { BasketView } from './basket-view.ts';
import { Lines } from './lines.ts';

export const mergeLines = route(
  { idempotent: true, body: Lines, answer: BasketView },
  async ({ body: { lines }, caller, ifMatch, idempotencyKey }, { baskets, items }) => {
    const known = await items.of(lines);
    const decision = { command: `merge/${idempotencyKey}`, items: known };
    return answer(await baskets.change(caller.id, (basket) => merge(basket, lines, decision), ifMatch), items);
  },
);
