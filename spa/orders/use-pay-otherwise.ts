/** Orders again what a card did not pay for: the basket gets the lines back, and the checkout opens where it asks for another card. */
import { useNavigate } from '@tanstack/react-router';
import type { Order } from '../api/types.ts';
import { beginDraft } from '../checkout/use-draft.ts';
import type { User } from '../session/stored-user.ts';
import { useOnce } from '../ui/use-once.ts';
import { useLinesAgain } from './use-buy-again.ts';

/** Reasons of payment that another card mends. */
const mendable = new Set(['card-declined', 'insufficient-funds', 'card-expired', 'card-unknown']);

/** Whether it was cancelled because of its card. */
export const wasRefused = ({ reason }: Order): boolean => reason !== undefined && mendable.has(reason.code);

export const usePayOtherwise = (order: Order, user: User) => {
  const { address, couponCode, reason } = order;
  const addLines = useLinesAgain(order);
  const navigate = useNavigate();
  return useOnce(async () => {
    if ((await addLines()) === 0) return;
    beginDraft(user.id, {
      address,
      ...(couponCode !== undefined && { couponCode }),
      ...(reason && { cardProblem: reason.text }),
    });
    await navigate({ to: '/checkout', search: { step: 'payment' } });
  });
};
