/** Errors as data: every problem that an HTTP answer can carry has one row with a stable code. Rendered as RFC 9457 problem+json. */
import type { HttpResponseInit } from '@azure/functions';
import { identityErrors } from '../identity/errors.ts';

/** One row of an error table. */
export interface ProblemKind {
  status: number;
  title: string;
  /** Whether the same request can succeed later without being changed. */
  retryable: boolean;
}

export type ProblemTable = Readonly<Record<string, ProblemKind>>;

/** What every route can answer. A context adds its own table beside it. */
export const commonProblems = {
  'missing-token': identityErrors['missing-token'],
  'invalid-token': identityErrors['invalid-token'],
  'expired-token': identityErrors['expired-token'],
  'identity-unavailable': identityErrors['identity-unavailable'],
  'missing-scope': { status: 403, title: 'The token was not issued for this part of the shop', retryable: false },
  'missing-role': { status: 403, title: 'This needs a role that the caller does not have', retryable: false },
  'invalid-request': { status: 400, title: 'The request is not valid', retryable: false },
  'invalid-json': { status: 400, title: 'The body is not valid JSON', retryable: false },
  'unsupported-media-type': { status: 415, title: 'The body must be application/json', retryable: false },
  'body-too-large': { status: 413, title: 'The body is too large', retryable: false },
  'idempotency-key-missing': { status: 400, title: 'The header Idempotency-Key is missing', retryable: false },
  'idempotency-key-reused': {
    status: 422,
    title: 'This Idempotency-Key belongs to a request with another body',
    retryable: false,
  },
  'request-running': { status: 409, title: 'The same request is still being worked on', retryable: true },
  'temporarily-unavailable': {
    status: 503,
    title: 'A part of the shop cannot be reached at the moment',
    retryable: true,
  },
  'internal-error': { status: 500, title: 'Something went wrong on our side', retryable: true },
} as const satisfies ProblemTable;

export type CommonProblem = keyof typeof commonProblems;

/** What is wrong with one field, e.g. `{ field: 'lines[0].quantity', message: 'must be at least 1' }`. */
export interface FieldError {
  field: string;
  message: string;
}

/** An expected failure, as a value that a handler returns. */
export interface Failure<Code extends string = string> {
  problem: Code;
  /** What is wrong this time and how to mend it. */
  detail?: string;
  errors?: readonly FieldError[];
  headers?: Record<string, string>;
}

export const fail = <Code extends string>(problem: Code, more: Omit<Failure, 'problem'> = {}): Failure<Code> => ({
  problem,
  ...more,
});

export const isFailure = <T extends object>(value: T): value is Extract<T, Failure> => 'problem' in value;

/** When to come back after a 503, in seconds: the gateway's circuit breakers wait as long. */
const retryAfter = { 'retry-after': '5' };

/** The answer for a failure. `instance` identifies this occurrence for whoever searches the logs. */
export const renderProblem = (failure: Failure, table: ProblemTable, instance?: string): HttpResponseInit => {
  const { status, title, retryable } = table[failure.problem] ?? commonProblems['internal-error'];
  const { problem: code, detail, errors, headers } = failure;
  return {
    status,
    headers: {
      ...(status === 503 && retryAfter),
      ...headers,
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
    },
    body: JSON.stringify({ type: 'about:blank', title, status, code, detail, errors, retryable, instance }),
  };
};
