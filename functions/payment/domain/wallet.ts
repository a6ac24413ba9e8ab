/** The cards of one buyer, each under a token that stands for it everywhere else. */
import { v5 } from 'uuid';
import type { CardFace } from './card.ts';

export interface Card extends CardFace {
  token: string;
  /** What the provider calls the card; it means nothing to anyone else. */
  reference: string;
}

export interface Wallet {
  /** Latest first. */
  cards: readonly Card[];
  /** The orders that asked for money: how their charges are found when the buyer wants to be forgotten. */
  orders?: readonly string[];
}

const emptyWallet: Wallet = { cards: [] };

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
export const addCard = (wallet: Wallet = emptyWallet, card: Card): Wallet | undefined =>
  findCard(wallet, card.token) ? undefined : { ...wallet, cards: [card, ...wallet.cards].slice(0, maxCards) };

/** Takes a card out; undefined when it is not there. */
export const removeCard = (wallet: Wallet | undefined, token: string): Wallet | undefined =>
  wallet && findCard(wallet, token) && { ...wallet, cards: wallet.cards.filter((card) => card.token !== token) };

/** Notes an order; undefined when it is noted already. */
export const noteOrder = (wallet: Wallet = emptyWallet, orderId: string): Wallet | undefined =>
  wallet.orders?.includes(orderId) ? undefined : { ...wallet, orders: [...(wallet.orders ?? []), orderId] };

/** Whether two cards look the same to their holder. */
export const looksLike = (one: CardFace, other: CardFace): boolean =>
  one.brand === other.brand &&
  one.last4 === other.last4 &&
  one.expiry.month === other.expiry.month &&
  one.expiry.year === other.expiry.year;
