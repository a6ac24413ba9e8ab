/** GET payment/cards: the caller's cards, the one added last first. */
import { ok } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';
import { cardView } from './card-view.ts';

export const listCards = route({}, async ({ caller }, { wallets }) => {
  const cards = await wallets.list(caller.id);
  return ok({ cards: cards.map(cardView) });
});
