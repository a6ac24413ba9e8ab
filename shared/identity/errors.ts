/** Why a caller could not be identified, in terms that the HTTP edge can answer with. */

/**
 * One row per failure: HTTP status, public title, whether trying again can help, and the `WWW-Authenticate` value of RFC 6750
 * section 3 for a 401.
 */
export const identityErrors = {
  'missing-token': { status: 401, title: 'A bearer token is needed', retryable: false, challenge: 'Bearer' },
  'invalid-token': {
    status: 401,
    title: 'The bearer token is not valid here',
    retryable: false,
    challenge: 'Bearer error="invalid_token"',
  },
  'expired-token': {
    status: 401,
    title: 'The bearer token has expired',
    retryable: false,
    challenge: 'Bearer error="invalid_token", error_description="The access token expired"',
  },
  'identity-unavailable': {
    status: 503,
    title: 'The identity provider cannot be reached at the moment',
    retryable: true,
    challenge: undefined,
  },
} as const;

export type IdentityErrorCode = keyof typeof identityErrors;

/** Thrown by a token verifier. Only `code` and its row are for the caller; `cause` is for the log and never holds the token. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';
  readonly code: IdentityErrorCode;
  readonly status: 401 | 503;
  readonly retryable: boolean;
  /** Value of the `WWW-Authenticate` header of a 401. */
  readonly challenge: string | undefined;

  constructor(code: IdentityErrorCode, cause?: unknown) {
    const { title, status, retryable, challenge } = identityErrors[code];
    super(title, { cause });
    this.code = code;
    this.status = status;
    this.retryable = retryable;
    this.challenge = challenge;
  }
}
