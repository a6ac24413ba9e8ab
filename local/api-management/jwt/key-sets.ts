/** Signing keys of issuers: read from their OpenID configuration, cached, and read again when a token names a key that is not there. */
import { compactVerify, createLocalJWKSet, errors } from 'jose';
import * as z from 'zod';
import type { Logger } from '../../log.ts';
import type { Clock } from '../expressions/context.ts';
import { Headers } from '../runtime/headers.ts';
import type { Transport } from '../runtime/messages.ts';
import { parseDestination } from '../runtime/url.ts';
import { createVerifiedTokens, type Verified, type VerifiedTokens } from './verified-tokens.ts';

/** The issuer's keys cannot be had, so no token can be judged. */
export class KeysUnavailable extends Error {}

export interface Issuer {
  /** As its configuration states it. */
  issuer: string;
  /** Checks the signature. Answers at once for a token that was checked before. Throws jose's errors. */
  verify: (token: string) => Verified | Promise<Verified>;
}

export interface KeySets {
  /** The issuer behind the address of an OpenID configuration. Throws KeysUnavailable. */
  issuer(configurationUrl: string): Issuer | Promise<Issuer>;
}

interface Options {
  send: Transport;
  clock: Clock;
  log: Logger;
}

const maxAge = 60 * 60 * 1000;
/** So often at most are keys read again because a token names an unknown one: anyone can send such tokens. */
const cooldown = 5000;
const timeoutMs = 5000;
/** An issuer that is away is not asked again by every request that comes meanwhile. */
const failureMs = 1000;

const configurationSchema = z.object({ issuer: z.string(), jwks_uri: z.url() });
const keySetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** Only signatures with a public key: `none` and shared secrets prove nothing about who signed. */
export const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

const fetchJson = async <T extends z.ZodType>(url: string, schema: T, send: Transport): Promise<z.infer<T>> => {
  const { scheme, host, port, basePath } = parseDestination(url);
  const headers = Headers.from([
    ['Host', new URL(url).host],
    ['Accept', 'application/json'],
  ]);
  const target = (basePath || '/') + new URL(url).search;
  const response = await send({ method: 'GET', scheme, host, port, target, headers, body: undefined, timeoutMs });
  await response.body?.buffer(1_000_000);
  if (response.status !== 200) throw new KeysUnavailable(`${url} answered ${response.status}`);
  return schema.parse(JSON.parse(response.body?.bytes?.toString('utf8') ?? ''));
};

interface Loaded {
  issuer: string;
  keys: ReturnType<typeof createLocalJWKSet>;
  tokens: VerifiedTokens;
  at: number;
}

const createIssuer = (url: string, { send, clock, log }: Options) => {
  let loaded: Loaded | undefined;
  let loading: Promise<Loaded> | undefined;
  let failed: KeysUnavailable | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;

  const fetchKeys = async (): Promise<Loaded> => {
    const { issuer, jwks_uri } = await fetchJson(url, configurationSchema, send);
    const set = await fetchJson(jwks_uri, keySetSchema, send);
    return { issuer, keys: createLocalJWKSet(set), tokens: createVerifiedTokens(), at: clock.now() };
  };

  const load = (): Promise<Loaded> => {
    triedAt = clock.now();
    loading ??= fetchKeys()
      .then((fresh) => (loaded = fresh))
      .catch((error: unknown) => {
        failed = new KeysUnavailable(`The OpenID configuration at ${url} cannot be read: ${(error as Error).message}`);
        throw failed;
      })
      .finally(() => {
        loading = undefined;
      });
    return loading;
  };

  const check = async (token: string, { keys, tokens }: Loaded): Promise<Verified> => {
    const { payload, protectedHeader } = await compactVerify(token, keys, { algorithms });
    const claims: unknown = JSON.parse(new TextDecoder().decode(payload));
    if (typeof claims !== 'object' || claims === null) throw new errors.JWTInvalid('the payload is no JSON object');
    return tokens.keep(token, { header: protectedHeader, payload: claims as Record<string, unknown> });
  };

  const verifyAnew = async (token: string, current: Loaded): Promise<Verified> => {
    try {
      return await check(token, current);
    } catch (error) {
      const unknownKey = error instanceof errors.JWKSNoMatchingKey;
      if (!unknownKey || clock.now() - triedAt < cooldown) throw error;
      return check(token, await load());
    }
  };

  const issuerOf = (current: Loaded): Issuer => ({
    issuer: current.issuer,
    verify: (token) => current.tokens.find(token) ?? verifyAnew(token, current),
  });

  return (): Issuer | Promise<Issuer> => {
    if (!loaded && failed && !loading && clock.now() - triedAt < failureMs) throw failed;
    if (!loaded) return load().then(issuerOf);
    if (clock.now() - loaded.at > maxAge && clock.now() - triedAt > cooldown)
      // The old keys serve until the new ones are there.
      load().catch((error: unknown) => log.warn({ err: error }, 'keys could not be refreshed'));
    return issuerOf(loaded);
  };
};

export const createKeySets = (options: Options): KeySets => {
  const issuers = new Map<string, () => Issuer | Promise<Issuer>>();
  return {
    issuer: (url) => {
      const known = issuers.get(url) ?? createIssuer(url, options);
      issuers.set(url, known);
      return known();
    },
  };
};
