/** Carries the charge of an order to where an event wants it, one step at a time. */
import type { PaymentDependencies } from '../dependencies.ts';
import { begin, type Charge, closed, type Goal, nextStep, refund, type Step, settle } from '../domain/charge.ts';
import { monthOf } from '../month.ts';

export type Cashier = Pick<PaymentDependencies, 'wallets' | 'charges' | 'provider' | 'now'>;
type Action = Exclude<Step, { do: 'answer' }>;
type Answered = Extract<Step, { do: 'answer' }>['charge'];

/** Does one step. The provider is asked under the order's id, so that a step done twice is done once. */
const perform = async (step: Action, orderId: string, { wallets, provider, now }: Cashier): Promise<Charge> => {
  switch (step.do) {
    case 'begin': {
      const { buyerId, cardToken } = step.request;
      await wallets.remember(buyerId, orderId);
      return begin(step.request, await wallets.find(buyerId, cardToken), monthOf(now()));
    }
    case 'charge': {
      const { cardReference, amountMinor, currency } = step.charge;
      return settle(step.charge, await provider.charge({ key: orderId, cardReference, amountMinor, currency }));
    }
    case 'refund': {
      const { chargeId, amountMinor } = step.charge;
      if (amountMinor > 0) await provider.refund({ key: orderId, chargeId, amountMinor });
      return refund(step.charge);
    }
    case 'close':
      return closed;
  }
};

/**
 * Takes the steps to a goal and returns where it ended. Each step is written under the etag of the one before; whoever loses
 * to another looks again and goes on from there, so a payment and a cancellation may run at the same time and be broken off anywhere.
 */
export const carryOut = async (goal: Goal, orderId: string, cashier: Cashier): Promise<Answered> => {
  for (;;) {
    const current = await cashier.charges.get(orderId);
    const step = nextStep(goal, current?.value);
    if (step.do === 'answer') return step.charge;
    const next = await perform(step, orderId, cashier);
    const at = new Date(cashier.now()).toISOString();
    await cashier.charges.put(orderId, { ...next, at }, { ifMatch: current?.etag ?? 'absent' });
  }
};
