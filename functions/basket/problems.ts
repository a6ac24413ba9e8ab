/** What can be wrong with a request to the basket, beside what every app can answer. */
import type { ProblemKind } from '../../shared/http/problems.ts';
import type { FaultCode } from './domain/fault.ts';

export const basketProblems = {
  'unknown-item': { status: 422, title: 'There is no such item', retryable: false },
  'item-unavailable': { status: 409, title: 'An item is no longer sold', retryable: false },
  'too-many-units': { status: 422, title: 'More units of one item than one order can hold', retryable: false },
  'basket-full': { status: 409, title: 'The basket is full', retryable: false },
  'basket-empty': { status: 409, title: 'The basket is empty', retryable: false },
  'total-too-high': { status: 409, title: 'The total is more than one order can hold', retryable: false },
  'price-changed': { status: 409, title: 'The items cost more than expected', retryable: false },
  'basket-changed': { status: 412, title: 'The basket has changed in the meantime', retryable: false },
} as const satisfies Record<FaultCode | 'price-changed', ProblemKind>;
