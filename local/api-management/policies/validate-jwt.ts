/** validate-jwt: lets a request pass only with a token that was signed by a trusted issuer and says what is required. */
import { compactVerify, errors, importJWK, type JWK } from 'jose';
import { Jwt } from '../expressions/library/tokens.ts';
import { type Expectations, type RequiredClaim, refuseClaims } from '../jwt/claims.ts';
import { algorithms, type Issuer, KeysUnavailable } from '../jwt/key-sets.ts';
import type { Verified } from '../jwt/verified-tokens.ts';
import type { Exchange } from '../runtime/exchange.ts';
import { PolicyError } from '../runtime/policy-error.ts';
import type { Ran } from '../runtime/step.ts';
import type { Policy } from './policy.ts';
import type { Reader } from './reader.ts';
import { integer, text, type Value } from './value.ts';

type FindToken = (exchange: Exchange) => string | undefined;

const readSource = (reader: Reader): FindToken => {
  const header = reader.optional('header-name', text);
  const parameter = reader.optional('query-parameter-name', text);
  const value = reader.optional('token-value', text);
  const scheme = reader.optional('require-scheme', text);
  if ([header, parameter, value].filter(Boolean).length !== 1)
    reader.fail('needs exactly one of "header-name", "query-parameter-name" and "token-value"');
  if (parameter) return (exchange) => exchange.request.url.query.get(parameter.of(exchange))?.[0];
  if (value) return (exchange) => withoutScheme(value.of(exchange), scheme?.of(exchange));
  return (exchange) =>
    withoutScheme(exchange.request.headers.text(header?.of(exchange) ?? '') ?? '', scheme?.of(exchange));
};

/** `Bearer token` or, unless a scheme is required, the token alone. */
const withoutScheme = (field: string, scheme: string | undefined): string | undefined => {
  const space = field.indexOf(' ');
  if (space < 0) return scheme === undefined && field !== '' ? field : undefined;
  const given = field.slice(0, space).toLowerCase();
  return given === (scheme ?? 'bearer').toLowerCase() ? field.slice(space + 1).trim() : undefined;
};

const list = (reader: Reader, outer: string, inner: string): Value<string>[] =>
  (reader.one(outer)?.all(inner) ?? []).map((entry) => entry.content(text) ?? { of: () => '' });

const readClaims = (reader: Reader): ((exchange: Exchange) => RequiredClaim[]) => {
  const claims = (reader.one('required-claims')?.all('claim') ?? []).map((claim) => ({
    name: claim.fixed('name'),
    match: claim.choice('match', ['all', 'any'], 'all'),
    separator: claim.optional('separator', text)?.constant,
    values: claim.all('value').map((value) => value.content(text) ?? { of: () => '' }),
  }));
  return (exchange) =>
    claims.map(({ values, ...claim }) => ({ ...claim, values: values.map((value) => value.of(exchange).trim()) }));
};

/** Everything constant is worked out once. */
const readExpectations = (reader: Reader): ((exchange: Exchange) => Expectations) => {
  const issuers = list(reader, 'issuers', 'issuer');
  const audiences = list(reader, 'audiences', 'audience');
  const claims = readClaims(reader);
  const requireExpiration = reader.flag('require-expiration-time', true);
  const clockSkew = reader.given('clock-skew', integer, 0);
  return (exchange) => ({
    issuers: issuers.map((one) => one.of(exchange).trim()),
    audiences: audiences.map((one) => one.of(exchange).trim()),
    claims: claims(exchange),
    requireExpiration,
    clockSkew: clockSkew.of(exchange),
  });
};

type Verify = (token: string) => Promise<Verified> | Verified;

/** Keys that stand in the policy: `<key n="…" e="…" />` or a shared secret in base64. */
const readKeys = (reader: Reader): Verify | undefined => {
  const keys = (reader.one('issuer-signing-keys')?.all('key') ?? []).map((key): JWK => {
    const [n, e] = [key.optional('n', text)?.constant, key.optional('e', text)?.constant];
    key.ignore('id');
    const secret = key.content(text)?.constant?.trim();
    if (n !== undefined && e !== undefined) return { kty: 'RSA', n, e };
    if (secret === undefined) key.fail('needs either "n" and "e", or a secret in base64 as its text');
    return { kty: 'oct', k: Buffer.from(secret ?? '', 'base64').toString('base64url') };
  });
  if (!keys.length) return undefined;
  const verifyWith = async (token: string, key: JWK): Promise<Verified> => {
    const allowed = key.kty === 'oct' ? ['HS256', 'HS384', 'HS512'] : algorithms;
    const { alg } = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { alg: string };
    if (!allowed.includes(alg)) throw new errors.JOSEAlgNotAllowed('this algorithm is not allowed');
    const { payload, protectedHeader } = await compactVerify(token, await importJWK(key, alg), { algorithms: allowed });
    return { header: protectedHeader, payload: JSON.parse(new TextDecoder().decode(payload)) as Verified['payload'] };
  };
  return async (token) => {
    const results = await Promise.allSettled(keys.map((key) => verifyWith(token, key)));
    const passed = results.find((result) => result.status === 'fulfilled');
    if (passed) return passed.value;
    throw (results[0] as PromiseRejectedResult).reason;
  };
};

interface Trusted {
  verify: Verify;
  /** The issuers that the configurations state. */
  issuers: string[];
}

const combine = (issuers: readonly Issuer[], own: Verify | undefined): Trusted => ({
  issuers: issuers.map(({ issuer }) => issuer),
  verify: (token) => verifyWithAny([...issuers.map(({ verify }) => verify), ...(own ? [own] : [])], token),
});

const trustedBy = (
  urls: readonly string[],
  own: Verify | undefined,
  exchange: Exchange,
): Trusted | Promise<Trusted> => {
  const issuers = urls.map((url) => exchange.services.keys.issuer(url));
  if (issuers.some((issuer) => issuer instanceof Promise))
    return Promise.all(issuers.map(async (issuer) => issuer)).then((known) => combine(known, own));
  return combine(issuers as Issuer[], own);
};

/** With several issuers the token may be anyone's: the first that knows its key decides. */
const verifyWithAny = (verifiers: Verify[], token: string): Promise<Verified> | Verified => {
  const [first, ...others] = verifiers;
  if (!first) throw new errors.JWKSNoMatchingKey();
  if (!others.length) return first(token);
  return Promise.resolve()
    .then(() => first(token))
    .catch((error: unknown) => {
      if (error instanceof errors.JWKSNoMatchingKey) return verifyWithAny(others, token);
      throw error;
    });
};

const signatureReason = (error: unknown): string | undefined => {
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'TokenSignatureInvalid';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return 'TokenSignatureKeyNotFound';
  return error instanceof errors.JOSEError || error instanceof SyntaxError || error instanceof TypeError
    ? 'JwtInvalid'
    : undefined;
};

/** What went wrong with a token, as the policy's error. */
const explain = (error: unknown, refuse: (reason: string, message: string) => PolicyError): unknown => {
  if (error instanceof KeysUnavailable)
    return new PolicyError({
      reason: 'OpenIdConfigurationNotAvailable',
      message: error.message,
      shown: 'The token cannot be checked now.',
      status: 503,
    });
  const reason = signatureReason(error);
  return reason === undefined ? error : refuse(reason, reason === 'JwtInvalid' ? (error as Error).message : reason);
};

export const validateJwt: Policy = {
  sections: ['inbound'],
  compile: (reader) => {
    const findToken = readSource(reader);
    const status = reader.given('failed-validation-httpcode', integer, 401);
    const shown = reader.optional('failed-validation-error-message', text);
    const variable = reader.optional('output-token-variable-name', text);
    if (!reader.flag('require-signed-tokens', true))
      reader.fail('executes signed tokens only: leave out require-signed-tokens="false"');
    const expectations = readExpectations(reader);
    const urls = reader.all('openid-config').map((entry) => entry.fixed('url'));
    for (const url of urls)
      if (!URL.canParse(url)) reader.fail(`has an <openid-config> with the url "${url}", which is no address`);
    const own = readKeys(reader);
    if (!urls.length && !own) reader.fail('needs <openid-config url="…" /> or <issuer-signing-keys>');

    const refuse = (exchange: Exchange) => (reason: string, message: string) => {
      const custom = shown?.of(exchange);
      return new PolicyError({
        reason,
        message,
        status: status.of(exchange),
        ...(custom !== undefined && { shown: custom }),
      });
    };

    const accept = (verified: Verified, issuers: string[], exchange: Exchange): undefined => {
      const expected = expectations(exchange);
      const complete = expected.issuers.length ? expected : { ...expected, issuers };
      const failure = refuseClaims(verified, complete, exchange.clock.now());
      if (failure) throw refuse(exchange)(failure.reason, failure.message);
      if (variable) exchange.variables.set(variable.of(exchange), new Jwt(verified.header, verified.payload));
      return undefined;
    };

    const check = (token: string, { verify, issuers }: Trusted, exchange: Exchange): Ran => {
      const verified = verify(token);
      if (!(verified instanceof Promise)) return accept(verified, issuers, exchange);
      return verified.then((signed) => accept(signed, issuers, exchange));
    };

    const validate = (token: string, exchange: Exchange): Ran => {
      const trusted = trustedBy(urls, own, exchange);
      return trusted instanceof Promise
        ? trusted.then((known) => check(token, known, exchange))
        : check(token, trusted, exchange);
    };

    const run = (exchange: Exchange): Ran => {
      const token = findToken(exchange);
      if (token === undefined) throw refuse(exchange)('TokenNotPresent', 'JWT not present.');
      const explained = (error: unknown): never => {
        throw explain(error, refuse(exchange));
      };
      try {
        return validate(token, exchange)?.catch(explained);
      } catch (error) {
        return explained(error);
      }
    };
    return { run };
  },
};
