/** Checks the bearer token of a request against the configured OpenID Connect provider. */
import type { JWTPayload, JWTVerifyOptions } from 'jose';
import { type Caller, callerFrom } from './caller.ts';
import { IdentityError } from './errors.ts';
import { signingKeys } from './keys.ts';
import type { IdentitySettings } from './settings.ts';

/** Takes the value of the `Authorization` header. Throws `IdentityError`. */
export type TokenVerifier = (authorization: string | undefined) => Promise<Caller>;

/** Public-key algorithms only: `none`, and HMAC keyed with a published key, are thereby refused. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** RFC 6750 section 2.1; the scheme is case-insensitive. */
const bearer = /^bearer +(?<token>\S+) *$/i;

const tokenIn = (authorization: string | undefined): string => {
  const token = bearer.exec(authorization ?? '')?.groups?.token;
  if (!token) throw new IdentityError('missing-token');
  return token;
};

/** jose's claim errors carry the payload, so only the message goes on as the cause. */
const refusal = (error: unknown): IdentityError => {
  if (error instanceof IdentityError) return error;
  const expired = error instanceof Error && 'code' in error && error.code === 'ERR_JWT_EXPIRED';
  return new IdentityError(
    expired ? 'expired-token' : 'invalid-token',
    error instanceof Error ? error.message : undefined,
  );
};

/**
 * A verifier for one provider: signature, issuer, audience and expiry (30 s of clock difference allowed). It touches neither network nor
 * jose before the first token, to keep cold starts short. `keyCooldownMs` limits how often unknown key ids may reach the provider.
 */
export const createTokenVerifier = (settings: IdentitySettings, { keyCooldownMs = 30_000 } = {}): TokenVerifier => {
  const keys = signingKeys(settings.IDENTITY_ISSUER, keyCooldownMs);
  const options: JWTVerifyOptions = {
    algorithms,
    issuer: settings.IDENTITY_ISSUER,
    audience: settings.IDENTITY_AUDIENCE,
    requiredClaims: ['exp'],
    clockTolerance: 30,
  };
  const claimsOf = async (token: string): Promise<JWTPayload> => {
    const { jwtVerify } = await import('jose');
    const { payload } = await jwtVerify(token, keys, options).catch((error: unknown) => Promise.reject(refusal(error)));
    return payload;
  };
  return async (authorization) => {
    const caller = callerFrom(await claimsOf(tokenIn(authorization)), settings);
    if (!caller) throw new IdentityError('invalid-token', `no ${settings.IDENTITY_USER_CLAIM} claim`);
    return caller;
  };
};
