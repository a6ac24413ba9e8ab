/** What can be wrong with a request to payment, beside what every app can answer. */
import type { ProblemTable } from '../../shared/http/problems.ts';

export const paymentProblems = {
  'unsupported-card': { status: 422, title: 'Cards of this kind are not accepted', retryable: false },
  'charge-not-found': { status: 404, title: 'There is no such charge', retryable: false },
} as const satisfies ProblemTable;
