/** PUT basket/baskets/me: replaces every line; lines of the same item are merged. */
import * as z from 'zod';
import { Id, Quantity } from '../../../shared/contracts/values.ts';
import { maxLines, replaceLines as replace } from '../domain/basket.ts';
import { route } from '../routes.ts';
import { answer } from './answer.ts';

const Lines = z.strictObject({ lines: z.array(z.strictObject({ itemId: Id, quantity: Quantity })).max(maxLines) });

export const replaceLines = route({ body: Lines }, async ({ body: { lines }, caller, ifMatch }, { baskets, items }) => {
  const known = await items.of(lines);
  return answer(await baskets.change(caller.id, (basket) => replace(basket, lines, known), ifMatch), items);
});
