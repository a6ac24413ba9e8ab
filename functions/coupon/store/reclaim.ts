/**
 * Gives back what orders hold that no longer stand. Whoever reserves for an order that is cancelled meanwhile takes it back at once; one
 * that was killed just between leaves it behind, and it is found here, at the latest when somebody else would be refused for it.
 */
import type { Documents } from '../../../shared/documents/documents.ts';
import type { Claim } from '../domain/claim.ts';
import { unreserve } from '../domain/redemption.ts';
import { isTaken, type Refusal } from '../domain/refusal.ts';
import type { Coupons } from './coupons.ts';

/** Both kinds of documents: the coupons, and by order id the claims. */
export interface Desk {
  coupons: Coupons;
  claims: Documents<Claim>;
}

/** Returns whether there was anything to give back. */
const reclaim = async (code: string, { coupons, claims }: Desk): Promise<boolean> => {
  const coupon = await coupons.find(code);
  const found = await claims.getMany(Object.keys(coupon?.reserved ?? {}));
  const lost = [...found]
    .filter(([, { value }]) => value.status === 'closed' || value.status === 'refused')
    .map(([orderId]) => orderId);
  if (lost.length === 0) return false;
  await coupons.change(code, (current) => unreserve(current, lost));
  return true;
};

/** Attempts, and once more after a refusal for the sake of others when one of them no longer stands. */
export const attemptFairly = async <Yes extends object>(
  code: string,
  attempt: () => Promise<Yes | { refusal: Refusal }>,
  desk: Desk,
): Promise<Yes | { refusal: Refusal }> => {
  const outcome = await attempt();
  const isUnfair = 'refusal' in outcome && isTaken(outcome.refusal) && (await reclaim(code, desk));
  return isUnfair ? attempt() : outcome;
};
