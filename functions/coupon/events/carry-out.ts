/** Carries the claim of an order to where an event wants it, one step at a time. */
import type { CouponDependencies } from '../dependencies.ts';
import { type Claim, type Goal, nextStep, type Step } from '../domain/claim.ts';
import { reserve } from '../domain/redemption.ts';
import { unknownCoupon } from '../domain/refusal.ts';
import { attemptFairly } from '../store/reclaim.ts';

export type RedemptionDesk = Pick<CouponDependencies, 'coupons' | 'claims' | 'now'>;
type Reserving = Extract<Step, { do: 'reserve' }>;
type Answered = Extract<Step, { do: 'answer' }>['claim'];

const reserveFor = async (orderId: string, { wanted, request }: Reserving, desk: RedemptionDesk): Promise<Claim> => {
  const ask = { ...request, at: new Date(desk.now()).toISOString() };
  const attempt = () =>
    desk.coupons.decideFor(wanted, (standing) =>
      standing ? reserve(standing, orderId, ask) : { outcome: { refusal: unknownCoupon } },
    );
  const outcome = await attemptFairly(wanted.code, attempt, desk);
  return 'refusal' in outcome
    ? { status: 'refused', wanted, reason: outcome.refusal }
    : { status: 'reserved', wanted, discountMinor: outcome.discountMinor };
};

/** Before a no is told, nothing is left of what somebody else may have reserved for the order. */
const settle = async (orderId: string, claim: Answered, { coupons }: RedemptionDesk): Promise<Answered> => {
  if (claim.status !== 'reserved' && claim.wanted) await coupons.release(orderId, claim.wanted);
  return claim;
};

/**
 * Takes the steps to a goal and returns where it ended. Each step is written under the etag of the one before; whoever loses to another
 * looks again and goes on from there, so an asking and a cancellation may run at the same time and be broken off anywhere.
 */
export const carryOut = async (goal: Goal, orderId: string, desk: RedemptionDesk): Promise<Answered> => {
  for (;;) {
    const current = await desk.claims.get(orderId);
    const step = nextStep(goal, current?.value);
    if (step.do === 'answer') return settle(orderId, step.claim, desk);
    const next = step.do === 'write' ? step.claim : await reserveFor(orderId, step, desk);
    await desk.claims.put(orderId, next, { ifMatch: current?.etag ?? 'absent' });
  }
};
