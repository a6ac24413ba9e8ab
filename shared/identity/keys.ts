/** The provider's signing keys: found through its OpenID configuration at first use, cached, and read again when they rotate. */
import type { JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import { IdentityError } from './errors.ts';

const timeoutMs = 5_000;

const Configuration = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** Errors of the key lookup that are the token's fault; every other one means that the keys could not be read. */
const causedByToken = new Set([
  'ERR_JWKS_NO_MATCHING_KEY',
  'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
  'ERR_JOSE_NOT_SUPPORTED',
]);

const hasCode = (error: unknown): error is { code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string';

/** Reads `jwks_uri` from the OpenID configuration, which must state the issuer we trust (OpenID Connect Discovery 1.0, section 4.3). */
export const discover = async (issuer: string): Promise<URL> => {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  const found = Configuration.parse(await response.json());
  if (found.issuer !== issuer) {
    throw new Error(
      `${address} states the issuer ${found.issuer}: set IDENTITY_ISSUER to exactly that, or mend the address`,
    );
  }
  return new URL(found.jwks_uri);
};

const connect = async (issuer: string, cooldownMs: number): Promise<JWTVerifyGetKey> => {
  const [{ createRemoteJWKSet }, address] = await Promise.all([import('jose'), discover(issuer)]);
  return createRemoteJWKSet(address, { timeoutDuration: timeoutMs, cooldownDuration: cooldownMs });
};

/**
 * Looks up the key of a token. Keys are kept for ten minutes; an unknown key id reads them again, at most once per `cooldownMs`.
 * Throws `identity-unavailable` while they cannot be read; a failed read leaves the keys that are still good in use.
 */
export const signingKeys = (issuer: string, cooldownMs: number): JWTVerifyGetKey => {
  let connection: Promise<JWTVerifyGetKey> | undefined;
  const connected = () =>
    (connection ??= connect(issuer, cooldownMs).catch((error: unknown) => {
      connection = undefined;
      throw error;
    }));
  return async (header, token) => {
    try {
      const find = await connected();
      return await find(header, token);
    } catch (error) {
      throw hasCode(error) && causedByToken.has(error.code) ? error : new IdentityError('identity-unavailable', error);
    }
  };
};
