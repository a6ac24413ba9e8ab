/**
 * What became of an order's wish for a coupon. The order's id is all that is known when it is paid or cancelled, so a claim says which
 * coupon it was. It is written before the coupon is touched, and it alone decides what the order is told:
 *
 * - only an `asking` claim can become reserved or refused, so every asking of an order gets the same answer;
 * - a claim that is refused or closed stays so, and whoever answers from it first takes out what may have been reserved meanwhile.
 */
import type { Reason } from '../../../shared/contracts/events.ts';

interface Asking {
  status: 'asking';
  code: string;
}
interface Reserved {
  status: 'reserved';
  code: string;
  discountMinor: number;
}
interface Refused {
  status: 'refused';
  code: string;
  reason: Reason;
}
/** The order was cancelled; without a code when it had not asked, and never will. */
interface Closed {
  status: 'closed';
  code?: string;
}

export type Claim = Asking | Reserved | Refused | Closed;

/** What an order asks for. */
export interface CouponRequest {
  code: string;
  /** Digest of the buyer's id. */
  buyer: string;
  subtotalMinor: number;
  currency: string;
}

/** What an event wants for its order. */
export type Goal = { want: 'redemption'; request: CouponRequest } | { want: 'release' };

/** What to do next to reach a goal; `answer` when it is reached, or never can be. */
export type Step =
  | { do: 'write'; claim: Asking | Closed }
  | { do: 'reserve'; claim: Asking; request: CouponRequest }
  | { do: 'answer'; claim: Exclude<Claim, Asking> };

const closed = (claim: Claim | undefined): Closed => ({ status: 'closed', ...(claim?.code && { code: claim.code }) });

export const nextStep = (goal: Goal, claim: Claim | undefined): Step => {
  if (claim?.status === 'closed') return { do: 'answer', claim };
  if (goal.want === 'release') return { do: 'write', claim: closed(claim) };
  if (!claim) return { do: 'write', claim: { status: 'asking', code: goal.request.code } };
  return claim.status === 'asking' ? { do: 'reserve', claim, request: goal.request } : { do: 'answer', claim };
};
