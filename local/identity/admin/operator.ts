/** Who may administer users: an access token of the shop, issued here, whose owner is an operator at this moment. */
import { calculateJwkThumbprint, createLocalJWKSet, errors, type JSONWebKeySet, type JWK, jwtVerify } from 'jose';
import { type Failure, fail } from '../../../shared/http/problems.ts';
import { IdentityError } from '../../../shared/identity/errors.ts';
import { operatorRole, shopApi } from '../openid/clients.ts';
import type { Secrets } from '../openid/secrets.ts';
import type { Account, Accounts } from '../people/accounts.ts';

export type FindOperator = (authorization: string | undefined) => Promise<{ operator: Account } | Failure>;

type Code = 'missing-token' | 'invalid-token' | 'expired-token';

const refuse = (code: Code): Failure => {
  const { challenge = 'Bearer' } = new IdentityError(code);
  return fail(code, { headers: { 'www-authenticate': challenge } });
};

/** The public halves of the signing keys, under the key ids that oidc-provider gives them (RFC 7638). */
export const verificationKeys = async ({ jwks }: Secrets): Promise<JSONWebKeySet> => {
  const keys = jwks.keys.map(async ({ n = '', e = '' }): Promise<JWK> => {
    const key = { kty: 'RSA', n, e };
    return { ...key, alg: 'RS256', use: 'sig', kid: await calculateJwkThumbprint(key) };
  });
  return { keys: await Promise.all(keys) };
};

/**
 * Checks tokens without asking anybody, as the provider has the keys itself. The role must be in the token and still be the account's: an
 * operator who was disabled or lost the role is refused at once.
 */
export const createFindOperator = (issuer: string, jwks: JSONWebKeySet, accounts: Accounts): FindOperator => {
  const keys = createLocalJWKSet(jwks);
  const expected = {
    issuer,
    audience: shopApi.audience,
    algorithms: ['RS256'],
    typ: 'at+jwt',
    requiredClaims: ['exp'],
  };
  const claimsOf = (token: string) =>
    jwtVerify<{ roles?: unknown }>(token, keys, expected).then(
      ({ payload }) => payload,
      (error: unknown): Code => (error instanceof errors.JWTExpired ? 'expired-token' : 'invalid-token'),
    );
  return async (authorization) => {
    const token = /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return refuse('missing-token');
    const claims = await claimsOf(token);
    if (typeof claims === 'string') return refuse(claims);
    const account = accounts.findBySub(claims.sub ?? '');
    if (!account || account.disabled) return refuse('invalid-token');
    const inToken = Array.isArray(claims.roles) && claims.roles.includes(operatorRole);
    return inToken && account.roles.includes(operatorRole) ? { operator: account } : fail('missing-role');
  };
};
