/** PUT basket/baskets/me: replaces every line; lines of the same item are merged. */
import { replaceLines as replace } from '../domain/basket.ts';
import { route } from '../routes.ts';
import { answer } from './answer.ts';
import { BasketView } from './basket-view.ts';
import { Lines } from './lines.ts';

export const replaceLines = route(
  { body: Lines, answer: BasketView },
  async ({ body: { lines }, caller, ifMatch }, { baskets, items }) => {
    const known = await items.of(lines);
    return answer(await baskets.change(caller.id, (basket) => replace(basket, lines, known), ifMatch), items);
  },
);
