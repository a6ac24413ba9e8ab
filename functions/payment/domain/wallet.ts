/** The cards of one buyer, each under a token that stands for it everywhere else. */
import { v5 } from 'uuid';
import type { CardFace } from './card.ts';

export interface Card extends CardFace {
  token: string;
  /** What the provider calls the card; it means nothing to anyone else. */
  reference: string;
}

/** Latest first. */
export interface Wallet {
  cards: readonly Card[];
}

/** Namespace of our card tokens (RFC 9562, section 5.5); never to be changed. */
const tokenNamespace = '848bf05c-d05d-420b-9e56-63064bff4ed3';

/** Beyond these the oldest cards make room, so that no wallet grows without end. */
const maxCards = 500;

/** The token of the card that a buyer adds with an idempotency key: the same for a repeat. */
export const tokenOf = (buyerId: string, idempotencyKey: string): string =>
  v5(JSON.stringify([buyerId, idempotencyKey]), tokenNamespace);

export const findCard = (wallet: Wallet | undefined, token: string): Card | undefined =>
  wallet?.cards.find((card) => card.token === token);

/** Puts a card in; undefined when its token is there already. */
export const addCard = (wallet: Wallet = { cards: [] }, card: Card): Wallet | undefined =>
  findCard(wallet, card.token) ? undefined : { cards: [card, ...wallet.cards].slice(0, maxCards) };

/** Whether two cards look the same to their holder. */
export const looksLike = (one: CardFace, other: CardFace): boolean =>
  one.brand === other.brand &&
  one.last4 === other.last4 &&
  one.expiry.month === other.expiry.month &&
  one.expiry.year === other.expiry.year;
