/** DELETE basket/baskets/me: takes everything out. */
import { noContent } from '../../../shared/http/reply.ts';
import { clear } from '../domain/basket.ts';
import { isRefusal } from '../domain/fault.ts';
import { route } from '../routes.ts';
import { refusal } from './answer.ts';

export const clearBasket = route({}, async ({ caller, ifMatch }, { baskets }) => {
  const cleared = await baskets.change(caller.id, clear, ifMatch);
  return isRefusal(cleared) ? refusal(cleared) : noContent();
});
