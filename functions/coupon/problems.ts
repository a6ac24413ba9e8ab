/** What can be wrong with a request to coupon, beside what every app can answer. */
import type { ProblemKind, ProblemTable } from '../../shared/http/problems.ts';
import type { RefusalCode } from './domain/refusal.ts';

/** Why somebody cannot have a coupon; the sentence for them is the detail. */
const refusals = {
  'coupon-unknown': { status: 404, title: 'There is no such coupon', retryable: false },
  'coupon-disabled': { status: 409, title: 'The coupon is disabled', retryable: false },
  'coupon-not-yet-valid': { status: 409, title: 'The coupon is not yet valid', retryable: false },
  'coupon-expired': { status: 409, title: 'The coupon has expired', retryable: false },
  'coupon-other-currency': { status: 409, title: 'The coupon is for orders in another currency', retryable: false },
  'coupon-minimum-not-reached': { status: 409, title: 'The subtotal is below the minimum', retryable: false },
  'coupon-limit-per-buyer': { status: 409, title: 'The caller has used the coupon already', retryable: false },
  'coupon-used-up': { status: 409, title: 'The coupon is used up', retryable: false },
} as const satisfies Record<RefusalCode, ProblemKind>;

export const couponProblems = {
  ...refusals,
  'coupon-exists': { status: 409, title: 'There is a coupon with this code already', retryable: false },
  'coupon-changed': { status: 412, title: 'Somebody else has changed the coupon in the meantime', retryable: false },
  'if-match-missing': { status: 428, title: 'The header If-Match is missing', retryable: false },
} as const satisfies ProblemTable;
