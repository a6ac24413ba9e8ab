/**
 * POST payment/cards: exchanges a card for a token. Number and security code go to the provider and nowhere else: they are not
 * stored, not logged, not repeated in an error, and not part of what the idempotency record keeps a digest of.
 */
import * as z from 'zod';
import { fail } from '../../../shared/http/problems.ts';
import { checkCard, last4Of } from '../domain/card.ts';
import { looksLike, tokenOf } from '../domain/wallet.ts';
import { monthOf } from '../month.ts';
import { route } from '../routes.ts';
import { cardView, OwnCard } from './card-view.ts';

/** Unknown fields are passed over, not refused: the refusal would repeat their names, and who knows what is in them. */
const CardDetails = z.object({
  number: z.string().max(50),
  holder: z.string().max(100),
  expiry: z.object({ month: z.int(), year: z.int() }),
  securityCode: z.string().max(10),
});

export const createCard = route(
  {
    idempotent: true,
    body: CardDetails,
    answer: OwnCard,
    fingerprint: ({ number, expiry }) => [last4Of(number), expiry],
  },
  async ({ body, caller, idempotencyKey }, { wallets, provider, now }) => {
    const face = checkCard(body, monthOf(now()));
    if ('faults' in face)
      return fail(face.unsupported ? 'unsupported-card' : 'invalid-request', { errors: face.faults });
    const token = tokenOf(caller.id, idempotencyKey);
    const card = await wallets.add(caller.id, { ...face, token, reference: await provider.register(body) });
    if (!looksLike(card, face)) return fail('idempotency-key-reused');
    return { status: 201, body: cardView(card) };
  },
);
