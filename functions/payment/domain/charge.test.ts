import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  begin,
  type Charge,
  closed,
  forgetBuyer,
  type Goal,
  nextStep,
  type Outcome,
  refund,
  settle,
} from './charge.ts';
import type { Card } from './wallet.ts';

const today = { month: 11, year: 2026 };
const request = { buyerId: 'alice', amountMinor: 2500, currency: 'USD', cardToken: 'token-1' };
const asked = { buyerId: 'alice', amountMinor: 2500, currency: 'USD', card: { brand: 'Visa', last4: '4242' } };
const card: Card = { token: 'token-1', reference: 'ref-1', brand: 'Visa', last4: '4242', expiry: today };

describe('a charge', () => {
  test('begins on the card of the buyer', () => {
    expect(begin(request, card, today)).toEqual({ ...asked, status: 'charging', cardReference: 'ref-1' });
  });

  test('is declined without a card, or with one that has expired', () => {
    expect(begin(request, undefined, today)).toMatchObject({ status: 'declined', reason: { code: 'card-unknown' } });
    const later = { month: 12, year: 2026 };
    expect(begin(request, card, later)).toMatchObject({ status: 'declined', reason: { code: 'card-expired' } });
  });

  test('of nothing is charged without anybody being asked', () => {
    const paid = { ...asked, amountMinor: 0, status: 'charged', chargeId: 'nothing-to-pay' };
    expect(begin({ ...request, amountMinor: 0 }, card, today)).toEqual(paid);
  });

  test('forgets its buyer, but not the money', () => {
    const charge = { ...asked, status: 'charged', chargeId: 'ch-1', at: '2026-11-22T00:00:00.000Z' } as const;
    const forgotten = { ...charge, buyerId: null, card: null };
    expect(forgetBuyer(charge)).toEqual(forgotten);
    expect(forgetBuyer(forgotten)).toBeUndefined();
  });
});

/** The provider's side of one order, as its books would show it. */
interface Books {
  outcome?: Outcome;
  charges: number;
  refundedMinor: number;
}

interface Stored {
  charge: Charge | undefined;
  version: number;
}

/** Someone who carries an event out; between looking and writing anything may happen, also their end. */
interface Actor {
  goal: Goal;
  seen?: Stored;
  done: boolean;
}

const good: Outcome = { status: 'charged', chargeId: 'ch-1' };
const bad: Outcome = { status: 'declined', reason: { code: 'card-declined', text: 'No.' } };

const perform = (goal: Goal, charge: Charge | undefined, books: Books, outcome: Outcome): Charge | undefined => {
  const step = nextStep(goal, charge);
  switch (step.do) {
    case 'begin':
      return begin(step.request, card, today);
    case 'charge':
      if (!books.outcome && outcome.status === 'charged') books.charges += 1;
      books.outcome ??= outcome;
      return settle(step.charge, books.outcome);
    case 'refund':
      books.refundedMinor = step.charge.amountMinor;
      return refund(step.charge);
    case 'close':
      return closed;
    case 'answer':
      return undefined;
  }
};

const look = (actor: Actor, stored: Stored) => {
  actor.done = nextStep(actor.goal, stored.charge).do === 'answer';
  actor.seen = stored;
};

/** The actor looks, or acts on what it saw. One that crashes has acted at the provider but writes nothing, and starts again. */
const take = (actor: Actor, crashes: boolean, stored: Stored, books: Books, outcome: Outcome): Stored => {
  const { seen } = actor;
  if (!seen) {
    look(actor, stored);
    return stored;
  }
  delete actor.seen;
  const charge = perform(actor.goal, seen.charge, books, outcome);
  const written = charge && !crashes && seen.version === stored.version;
  return written ? { charge, version: stored.version + 1 } : stored;
};

test('however payments and cancellations interleave, repeat and break off, the money moves once and comes back when cancelled', () => {
  const turn = fc.record({ actor: fc.nat({ max: 4 }), crashes: fc.boolean() });
  const wants = fc.array(fc.constantFrom('payment', 'refund'), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(wants, fc.array(turn, { maxLength: 60 }), fc.constantFrom(good, bad), (goals, turns, outcome) => {
      const actors = goals.map(
        (want): Actor => ({ goal: want === 'payment' ? { want, request } : { want: 'refund' }, done: false }),
      );
      const books: Books = { charges: 0, refundedMinor: 0 };
      let stored: Stored = { charge: undefined, version: 0 };
      const move = (actor: Actor | undefined, crashes: boolean) => {
        if (actor && !actor.done) stored = take(actor, crashes, stored, books, outcome);
      };
      for (const { actor, crashes } of turns) move(actors[actor], crashes);
      for (const actor of actors) while (!actor.done) move(actor, false);

      const isCancelled = goals.includes('refund');
      expect(books.charges).toBeLessThanOrEqual(1);
      expect(books.refundedMinor).toBe(isCancelled ? books.charges * request.amountMinor : 0);
      const ends = isCancelled ? ['refunded', 'declined', 'closed'] : [outcome.status];
      expect(ends).toContain(stored.charge?.status);
      expect(stored.charge?.status === 'closed' && books.outcome !== undefined).toBe(false);
    }),
    { numRuns: 500 },
  );
});
