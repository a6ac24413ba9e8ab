/** GET payment/cards: the caller's cards, the one added last first. */
import * as z from 'zod';
import { ok } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';
import { cardView, OwnCard } from './card-view.ts';

export const listCards = route({ answer: z.object({ cards: z.array(OwnCard) }) }, async ({ caller }, { wallets }) => {
  const cards = await wallets.list(caller.id);
  return ok({ cards: cards.map(cardView) });
});
