/** What can be wrong with a request to the catalog, beside what every app can answer. */
import type { ProblemTable } from '../../shared/http/problems.ts';

export const catalogProblems = {
  'item-not-found': { status: 404, title: 'There is no such item', retryable: false },
  'picture-not-found': { status: 404, title: 'There is no such picture', retryable: false },
  'picture-not-supported': { status: 415, title: 'The picture is of a kind that is not supported', retryable: false },
  'name-taken': { status: 409, title: 'Another one has this name already', retryable: false },
  'unknown-brand-or-type': { status: 422, title: 'The brand or the type does not exist', retryable: false },
  'item-changed': { status: 412, title: 'Somebody else has changed the item in the meantime', retryable: false },
  'if-match-missing': { status: 428, title: 'The header If-Match is missing', retryable: false },
} as const satisfies ProblemTable;
