/**
 * What became of an order's wish for a coupon. The order's id is all that is known when it is paid or cancelled, so a claim says which
 * coupon it was. It is written before the coupon is touched, and it alone decides what the order is told:
 *
 * - only an `asking` claim can become reserved or refused, so every asking of an order gets the same answer;
 * - a claim that is refused or closed stays so, and whoever answers from it first takes out what may have been reserved meanwhile.
 */
import type { Reason } from '../../../shared/contracts/events.ts';

/** Which coupon, and whose. */
interface Wanted {
  code: string;
  /** Digest of the buyer's id. */
  buyer: string;
}
interface Asking {
  status: 'asking';
  wanted: Wanted;
}
interface Reserved {
  status: 'reserved';
  wanted: Wanted;
  discountMinor: number;
}
interface Refused {
  status: 'refused';
  wanted: Wanted;
  reason: Reason;
}
/** The order was cancelled; it wants nothing when it had not asked, and never will. */
interface Closed {
  status: 'closed';
  wanted?: Wanted;
}

export type Claim = Asking | Reserved | Refused | Closed;

/** What an order asks for. */
export interface CouponRequest extends Wanted {
  subtotalMinor: number;
  currency: string;
}

/** What an event wants for its order. */
export type Goal = { want: 'redemption'; request: CouponRequest } | { want: 'release' };

/** What to do next to reach a goal; `answer` when it is reached, or never can be. */
export type Step =
  | { do: 'write'; claim: Asking | Closed }
  | { do: 'reserve'; wanted: Wanted; request: CouponRequest }
  | { do: 'answer'; claim: Exclude<Claim, Asking> };

const closed = (claim: Claim | undefined): Closed => ({
  status: 'closed',
  ...(claim?.wanted && { wanted: claim.wanted }),
});

const wantedBy = ({ code, buyer }: CouponRequest): Wanted => ({ code, buyer });

export const nextStep = (goal: Goal, claim: Claim | undefined): Step => {
  if (claim?.status === 'closed') return { do: 'answer', claim };
  if (goal.want === 'release') return { do: 'write', claim: closed(claim) };
  if (!claim) return { do: 'write', claim: { status: 'asking', wanted: wantedBy(goal.request) } };
  if (claim.status !== 'asking') return { do: 'answer', claim };
  return { do: 'reserve', wanted: wantedBy(goal.request), request: goal.request };
};
