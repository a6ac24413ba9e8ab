/**
 * What is charged and given back for one order. An order is charged at most once; cancelling it gives back exactly what was
 * charged, and closes it to requests that arrive later.
 */
import type { Reason } from '../../../shared/contracts/events.ts';
import type { CardView } from '../../../shared/contracts/values.ts';
import { hasExpired, type Month } from './card.ts';
import type { Card } from './wallet.ts';

/** What an order asks for. */
export interface PaymentRequest {
  buyerId: string;
  amountMinor: number;
  currency: string;
  cardToken: string;
}

/** What every charge keeps of its request. */
interface Asked {
  /** Null when the buyer has been forgotten. */
  buyerId: string | null;
  amountMinor: number;
  currency: string;
  /** Null when the buyer has no such card, or has been forgotten. */
  card: CardView | null;
}

/** The provider has been or is about to be asked; only it knows the outcome. */
export type Charging = Asked & { status: 'charging'; cardReference: string };
export type Charged = Asked & { status: 'charged'; chargeId: string };
export type Declined = Asked & { status: 'declined'; reason: Reason };
export type Refunded = Asked & { status: 'refunded'; chargeId: string; refundedMinor: number };
/** The order was cancelled before it asked: the tombstone that a late request finds. */
export interface Closed {
  status: 'closed';
}

export type Charge = Charging | Charged | Declined | Refunded | Closed;

/** A charge as it is stored, with the instant of its last step: UTC in ISO 8601. */
export type ChargeRecord = Charge & { at: string };

/** What the provider says about a charge. */
export type Outcome = { status: 'charged'; chargeId: string } | { status: 'declined'; reason: Reason };

/** What an event wants for its order. */
export type Goal = { want: 'payment'; request: PaymentRequest } | { want: 'refund' };

/** What to do next to reach a goal; `answer` when it is reached, or never can be. */
export type Step =
  | { do: 'begin'; request: PaymentRequest }
  | { do: 'charge'; charge: Charging }
  | { do: 'refund'; charge: Charged }
  | { do: 'close' }
  | { do: 'answer'; charge: Exclude<Charge, Charging> };

/** A refund first brings a charge that is on its way to its end: only then is it known what there is to give back. */
export const nextStep = (goal: Goal, charge: Charge | undefined): Step => {
  switch (charge?.status) {
    case undefined:
      return goal.want === 'payment' ? { do: 'begin', request: goal.request } : { do: 'close' };
    case 'charging':
      return { do: 'charge', charge };
    case 'charged':
      return goal.want === 'refund' ? { do: 'refund', charge } : { do: 'answer', charge };
    case 'declined':
    case 'refunded':
    case 'closed':
      return { do: 'answer', charge };
  }
};

const cardUnknown: Reason = { code: 'card-unknown', text: 'The card is not one of yours. Choose another card.' };
const cardExpired: Reason = { code: 'card-expired', text: 'The card has expired. Choose another card.' };

const askedBy = ({ buyerId, amountMinor, currency, card }: Asked): Asked => ({ buyerId, amountMinor, currency, card });

/** Stands for the provider's id of a charge that it was never asked for, because a coupon has left nothing to pay. */
const nothingToPay = 'nothing-to-pay';

/** Starts a charge on the buyer's card; without a good one it is declined at once, and nothing to pay is paid at once. */
export const begin = (request: PaymentRequest, card: Card | undefined, today: Month): Charging | Charged | Declined => {
  const asked = askedBy({ ...request, card: card ? { brand: card.brand, last4: card.last4 } : null });
  if (!card) return { ...asked, status: 'declined', reason: cardUnknown };
  if (hasExpired(card.expiry, today)) return { ...asked, status: 'declined', reason: cardExpired };
  if (request.amountMinor === 0) return { ...asked, status: 'charged', chargeId: nothingToPay };
  return { ...asked, status: 'charging', cardReference: card.reference };
};

/** The provider has spoken. */
export const settle = (charge: Charging, outcome: Outcome): Charged | Declined => ({ ...askedBy(charge), ...outcome });

/** Everything that was charged has been given back. */
export const refund = (charge: Charged): Refunded => ({
  ...charge,
  status: 'refunded',
  refundedMinor: charge.amountMinor,
});

export const closed: Closed = { status: 'closed' };

/** The charge without whose it was, for the books; undefined when nothing tells of its buyer. */
export const forgetBuyer = (charge: ChargeRecord): ChargeRecord | undefined =>
  charge.status === 'closed' || charge.buyerId === null ? undefined : { ...charge, buyerId: null, card: null };
