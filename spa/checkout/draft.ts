/** What somebody has decided at the checkout so far. Kept for the tab, so that going back and reloading loses nothing; never a card number. */
import type { Address, Card } from '../api/types.ts';
import type { Step } from './steps.ts';

export interface Draft {
  userId: string;
  /** The `Idempotency-Key` of the order: however often it is sent, it is one order. */
  orderKey: string;
  address?: Address;
  card?: Card;
  couponCode?: string;
  /** Why the card of an earlier order did not pay: to be said where another one is asked for. */
  cardProblem?: string;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isAddress = (value: unknown): value is Address => {
  const { name, street, city, postalCode, country } = (value ?? {}) as Record<string, unknown>;
  return [name, street, city, postalCode, country].every(isText);
};

const isCard = (value: unknown): value is Card => {
  const { token, brand, last4, expiry } = (value ?? {}) as Record<string, unknown>;
  return [token, brand, last4].every(isText) && typeof expiry === 'object';
};

const parse = (text: string | null): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

/** The kept draft of this user, or a new one. */
export const parseDraft = (text: string | null, userId: string, newKey: () => string): Draft => {
  const kept = parse(text);
  if (kept.userId !== userId || !isText(kept.orderKey)) return { userId, orderKey: newKey() };
  return {
    userId,
    orderKey: kept.orderKey,
    ...(isAddress(kept.address) && { address: kept.address }),
    ...(isCard(kept.card) && { card: kept.card }),
    ...(isText(kept.couponCode) && { couponCode: kept.couponCode }),
    ...(isText(kept.cardProblem) && { cardProblem: kept.cardProblem }),
  };
};

/** The step to show: the one asked for, or the first that is not yet done. */
export const stepFor = ({ address, card }: Draft, asked: Step | undefined): Step => {
  if (!address || asked === 'delivery') return 'delivery';
  if (!card || asked === 'payment') return 'payment';
  return 'review';
};
