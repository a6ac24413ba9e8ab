/**
 * A payment provider that moves no money, for development, tests and demonstrations. It keeps its own books, as a real one
 * does; no card number is in them: what a test card does is part of its reference.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { v7 } from 'uuid';
import type { Reason } from '../../../shared/contracts/events.ts';
import { type DocumentStore, update } from '../../../shared/documents/documents.ts';
import { type CardDetails, digitsOf } from '../domain/card.ts';
import type { Outcome } from '../domain/charge.ts';
import type { ChargeOrder, Provider } from './provider.ts';

/** Test cards that do not simply succeed, by number. */
const testCards: Readonly<Record<string, string>> = {
  '4000000000000002': 'declined',
  '4000000000009995': 'insufficient-funds',
  '4000000000000119': 'silent',
  '4000000000000127': 'late',
};

/** Why a card is declined, by what its reference says. */
const refusals: Readonly<Record<string, Reason>> = {
  declined: { code: 'card-declined', text: 'The bank declined the card. Choose another card.' },
  'insufficient-funds': {
    code: 'insufficient-funds',
    text: 'There is not enough money on the card. Choose another card.',
  },
};

/** One entry in the provider's books. `bookedAt` is in milliseconds since the epoch. */
export type BookEntry = Outcome & { amountMinor: number; currency: string; refundedMinor: number; bookedAt: number };

/** What a test card does, from its reference. */
const kindOf = (cardReference: string): string => cardReference.split('.')[1] ?? '';

const outcomeOf = (cardReference: string): Outcome => {
  const reason = refusals[kindOf(cardReference)];
  return reason ? { status: 'declined', reason } : { status: 'charged', chargeId: `ch_${v7()}` };
};

const entryOf = ({ cardReference, amountMinor, currency }: ChargeOrder): BookEntry => ({
  ...outcomeOf(cardReference),
  amountMinor,
  currency,
  refundedMinor: 0,
  bookedAt: Date.now(),
});

/** The answer that is lost on its way. */
const silence = (): Promise<never> => new Promise(() => undefined);

interface Simulation {
  /** How long after the booking the card that answers late has its answer. */
  lateSeconds: number;
}

export const openSimulatedProvider = (store: DocumentStore, { lateSeconds }: Simulation): Provider => {
  const books = store.collection<BookEntry>('simulated-provider');

  const charge = async (order: ChargeOrder): Promise<Outcome> => {
    let isNew = false;
    const entry = await update(books, order.key, (earlier) => {
      isNew = !earlier;
      return earlier ? undefined : entryOf(order);
    });
    if (!entry) throw new Error(`The charge ${order.key} was not written.`);
    const kind = kindOf(order.cardReference);
    if (kind === 'silent' && isNew) return silence();
    if (kind === 'late') await wait(entry.bookedAt + lateSeconds * 1000 - Date.now());
    return entry.status === 'charged'
      ? { status: entry.status, chargeId: entry.chargeId }
      : { status: entry.status, reason: entry.reason };
  };

  return {
    register: async ({ number }: CardDetails) => `sim.${testCards[digitsOf(number)] ?? 'good'}.${v7()}`,
    charge,
    refund: async ({ key, chargeId, amountMinor }) => {
      await update(books, key, (entry) => {
        if (entry?.status !== 'charged' || entry.chargeId !== chargeId || amountMinor > entry.amountMinor)
          throw new Error(`There is no charge ${chargeId} of ${amountMinor} to give back.`);
        return entry.refundedMinor > 0 ? undefined : { ...entry, refundedMinor: amountMinor };
      });
    },
  };
};
