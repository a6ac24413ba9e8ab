/** The port of a payment provider: it keeps the cards and moves the money. */
import type { CardDetails } from '../domain/card.ts';
import type { Outcome } from '../domain/charge.ts';

export interface ChargeOrder {
  /** What was asked once under a key is not done again; asking again gets the first outcome. */
  key: string;
  cardReference: string;
  amountMinor: number;
  currency: string;
}

export interface RefundOrder {
  key: string;
  chargeId: string;
  amountMinor: number;
}

/** Every call throws when the provider cannot be reached, and may then be made again. */
export interface Provider {
  /** Takes a card into the provider's vault. Returns its reference there. */
  register(card: CardDetails): Promise<string>;
  charge(order: ChargeOrder): Promise<Outcome>;
  /** Gives back an amount of a charge that was made under the same key. */
  refund(order: RefundOrder): Promise<void>;
}
