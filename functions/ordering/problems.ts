/** What can be wrong with a request to ordering, beside what every app can answer. */
import type { ProblemTable } from '../../shared/http/problems.ts';

export const orderingProblems = {
  'order-not-found': { status: 404, title: 'There is no such order', retryable: false },
  'order-not-cancellable': { status: 409, title: 'The order can no longer be cancelled', retryable: false },
  'order-not-shippable': { status: 409, title: 'Only a paid order can be shipped', retryable: false },
  'run-not-found': { status: 404, title: 'The run of the order is not kept any more', retryable: false },
  'address-id-taken': { status: 409, title: 'The id belongs to another address', retryable: false },
  'too-many-addresses': { status: 409, title: 'No more addresses can be saved', retryable: false },
  'orders-open': { status: 409, title: 'Orders are still on their way', retryable: true },
  'too-many-streams': { status: 429, title: 'Too many pages are watching the orders at once', retryable: true },
} as const satisfies ProblemTable;
