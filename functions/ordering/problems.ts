/** What can be wrong with a request to ordering, beside what every app can answer. */
import type { ProblemTable } from '../../shared/http/problems.ts';

export const orderingProblems = {
  'order-not-found': { status: 404, title: 'There is no such order', retryable: false },
  'order-final': { status: 409, title: 'The order can no longer be cancelled', retryable: false },
} as const satisfies ProblemTable;
