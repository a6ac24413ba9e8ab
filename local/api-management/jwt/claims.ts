/** The claims of a token whose signature is right: in time, for us, from whom we trust, with what is required. */
import { claimValues } from '../expressions/library/tokens.ts';
import type { Verified } from './verified-tokens.ts';

export interface RequiredClaim {
  name: string;
  match: 'all' | 'any';
  separator: string | undefined;
  values: readonly string[];
}

export interface Expectations {
  issuers: readonly string[];
  audiences: readonly string[];
  claims: readonly RequiredClaim[];
  requireExpiration: boolean;
  /** Seconds by which clocks may differ. */
  clockSkew: number;
}

export interface ClaimFailure {
  reason: string;
  message: string;
}

type Payload = Verified['payload'];

const timeFailure = (
  { exp, nbf }: Payload,
  { requireExpiration, clockSkew }: Expectations,
  now: number,
): ClaimFailure | undefined => {
  const seconds = now / 1000;
  if (exp === undefined && requireExpiration)
    return { reason: 'TokenNoExpirationTime', message: 'The token has no expiration time.' };
  if (exp !== undefined && !(typeof exp === 'number' && exp + clockSkew > seconds))
    return { reason: 'TokenExpired', message: 'TokenExpired' };
  const early = nbf !== undefined && !(typeof nbf === 'number' && nbf - clockSkew <= seconds);
  return early ? { reason: 'TokenNotYetValid', message: 'The token is not valid yet.' } : undefined;
};

const valuesOf = (value: unknown, separator: string | undefined): string[] => {
  const values = claimValues(value);
  return separator === undefined ? values : values.flatMap((one) => one.split(separator)).filter(Boolean);
};

const claimFailure = (
  payload: Payload,
  { name, match, separator, values }: RequiredClaim,
): ClaimFailure | undefined => {
  if (payload[name] === undefined)
    return { reason: 'TokenClaimNotFound', message: `JWT token is missing the following claims: ${name}.` };
  const present = valuesOf(payload[name], separator);
  const fits =
    !values.length ||
    (match === 'all'
      ? values.every((value) => present.includes(value))
      : values.some((value) => present.includes(value)));
  return fits
    ? undefined
    : { reason: 'TokenClaimValueNotAllowed', message: `Claim ${name} value of ${present.join(', ')} is not allowed.` };
};

/** Why the token is refused; undefined when it is not. `now` is in milliseconds. */
export const refuseClaims = ({ payload }: Verified, expected: Expectations, now: number): ClaimFailure | undefined => {
  const late = timeFailure(payload, expected, now);
  if (late) return late;
  if (expected.issuers.length && !expected.issuers.includes(String(payload.iss)))
    return { reason: 'TokenIssuerNotAllowed', message: 'TokenIssuerNotAllowed' };
  if (
    expected.audiences.length &&
    !valuesOf(payload.aud, undefined).some((audience) => expected.audiences.includes(audience))
  )
    return { reason: 'TokenAudienceNotAllowed', message: 'TokenAudienceNotAllowed' };
  for (const claim of expected.claims) {
    const failure = claimFailure(payload, claim);
    if (failure) return failure;
  }
  return undefined;
};
