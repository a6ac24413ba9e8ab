import { inspect } from 'node:util';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { IdentityError } from './errors.ts';
import { IdentitySettings } from './settings.ts';
import { startTestIssuer } from './test-issuer.ts';
import { createTokenVerifier, type TokenVerifier } from './verifier.ts';

let issuer: Awaited<ReturnType<typeof startTestIssuer>>;
let verify: TokenVerifier;

beforeEach(async () => {
  issuer = await startTestIssuer();
  verify = createTokenVerifier(IdentitySettings.parse({ IDENTITY_ISSUER: issuer.issuer }), { keyCooldownMs: 0 });
});

afterEach(() => issuer.stop());

const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

const failureOf = async (authorization: string | undefined): Promise<IdentityError> => {
  const error: unknown = await verify(authorization).then(
    (caller) => expect.unreachable(`identified ${caller.id}`),
    (error: unknown) => error,
  );
  if (error instanceof IdentityError) return error;
  throw error;
};

test('identifies the caller of a good token', async () => {
  const token = await issuer.token({ sub: 'u1', name: 'Alice', scope: 'openid basket', roles: ['shop.operator'] });
  const caller = { id: 'u1', name: 'Alice', scopes: ['openid', 'basket'], roles: ['shop.operator'] };
  expect(await verify(`Bearer ${token}`)).toEqual(caller);
  expect(await verify(`bearer  ${token}`)).toEqual(caller);
});

test('asks the provider for nothing before the first token, and then once', async () => {
  expect(issuer.requests()).toBe(0);
  const authorization = `Bearer ${await issuer.token({ sub: 'u1' })}`;
  await Promise.all([verify(authorization), verify(authorization)]);
  await verify(authorization);
  expect(issuer.requests()).toBe(2);
});

test.each([undefined, '', 'Bearer', 'Bearer ', 'Basic YWxpY2U6c2VjcmV0', 'a b c'])(
  'without a bearer token (%j) it says so, without asking the provider',
  async (authorization) => {
    expect(await failureOf(authorization)).toMatchObject({ code: 'missing-token', status: 401, challenge: 'Bearer' });
    expect(issuer.requests()).toBe(0);
  },
);

test.each<[string, () => Promise<string> | string]>([
  ['that is no JWT', () => 'abc'],
  ['with three parts of nonsense', () => 'a.b.c'],
  ['for another audience', () => issuer.token({ sub: 'u1', aud: 'other' })],
  ['for no audience', () => issuer.token({ sub: 'u1', aud: undefined })],
  ['of another issuer', () => issuer.token({ sub: 'u1', iss: 'https://evil.example' })],
  ['without an expiry', () => issuer.token({ sub: 'u1', exp: undefined })],
  ['that is valid only later', () => issuer.token({ sub: 'u1', nbf: inSeconds(300) })],
  ['that names no user', () => issuer.token()],
  ['signed with another key', () => issuer.forgedToken({ sub: 'u1' })],
  ['expired, and for another audience', () => issuer.token({ sub: 'u1', aud: 'other', exp: inSeconds(-3600) })],
  [
    'with alg none',
    () =>
      new UnsecuredJWT({ sub: 'u1' }).setIssuer(issuer.issuer).setAudience('eshop').setExpirationTime('10m').encode(),
  ],
  [
    'with HS256 keyed with the public key',
    async () =>
      new SignJWT({ sub: 'u1', iss: issuer.issuer, aud: 'eshop', exp: inSeconds(600) })
        .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
        .sign(new TextEncoder().encode(await issuer.publicPem())),
  ],
])('refuses a token %s', async (_, token) => {
  expect(await failureOf(`Bearer ${await token()}`)).toMatchObject({
    code: 'invalid-token',
    status: 401,
    retryable: false,
  });
});

test('refuses a token whose claims were changed after signing', async () => {
  const [header, , signature] = (await issuer.token({ sub: 'u1' })).split('.');
  const [, claims] = (await issuer.token({ sub: 'u2' })).split('.');
  expect(await failureOf(`Bearer ${header}.${claims}.${signature}`)).toMatchObject({ code: 'invalid-token' });
});

test('tells an expired token from a bad one', async () => {
  const authorization = `Bearer ${await issuer.token({ sub: 'u1', exp: inSeconds(-60) })}`;
  expect(await failureOf(authorization)).toMatchObject({ code: 'expired-token', status: 401 });
});

test('forgives a clock that is a few seconds off', async () => {
  const authorization = `Bearer ${await issuer.token({ sub: 'u1', exp: inSeconds(-10) })}`;
  expect(await verify(authorization)).toMatchObject({ id: 'u1' });
});

test('the error holds nothing of the token, not even for the log', async () => {
  const token = await issuer.token({ sub: 'u1', email: 'alice@example.com', exp: inSeconds(-60) });
  const error = await failureOf(`Bearer ${token}`);
  const told = inspect(error, { depth: null });
  for (const part of [...token.split('.'), 'alice@example.com', 'u1']) expect(told).not.toContain(part);
});

test('accepts tokens of a new key without a restart, and no longer those of the old one', async () => {
  const old = `Bearer ${await issuer.token({ sub: 'u1' })}`;
  await verify(old);
  await issuer.rotate();
  expect(await verify(`Bearer ${await issuer.token({ sub: 'u1' })}`)).toMatchObject({ id: 'u1' });
  expect(await failureOf(old)).toMatchObject({ code: 'invalid-token' });
});

test('unknown key ids reach the provider at most once per cooldown', async () => {
  const patient = createTokenVerifier(IdentitySettings.parse({ IDENTITY_ISSUER: issuer.issuer }));
  await patient(`Bearer ${await issuer.token({ sub: 'u1' })}`);
  const before = issuer.requests();
  await issuer.rotate();
  await expect(patient(`Bearer ${await issuer.token({ sub: 'u1' })}`)).rejects.toMatchObject({ code: 'invalid-token' });
  expect(issuer.requests()).toBe(before);
});

test('while the provider is down the answer is to try again, and then it works without a restart', async () => {
  const authorization = `Bearer ${await issuer.token({ sub: 'u1' })}`;
  await issuer.stop();
  expect(await failureOf(authorization)).toMatchObject({ code: 'identity-unavailable', status: 503, retryable: true });
  await issuer.start();
  expect(await verify(authorization)).toMatchObject({ id: 'u1' });
});

test('known keys go on working while the provider is down, even after a token with an unknown key', async () => {
  const known = `Bearer ${await issuer.token({ sub: 'u1' })}`;
  await verify(known);
  await issuer.stop();
  await issuer.rotate();
  expect(await failureOf(`Bearer ${await issuer.token({ sub: 'u1' })}`)).toMatchObject({
    code: 'identity-unavailable',
  });
  expect(await verify(known)).toMatchObject({ id: 'u1' });
});

test('a configuration that states another issuer is not believed, and the log learns how to mend it', async () => {
  issuer.pretendToBe('https://evil.example');
  const error = await failureOf(`Bearer ${await issuer.token({ sub: 'u1' })}`);
  expect(error).toMatchObject({ code: 'identity-unavailable' });
  expect(String(error.cause)).toContain('IDENTITY_ISSUER');
});

test('reads a token shaped like those of Entra when the settings say so', async () => {
  const audience = '0c5b4f0e-7a52-4a43-9d53-3d1b9d5f2b11';
  const entra = createTokenVerifier(
    IdentitySettings.parse({
      IDENTITY_ISSUER: issuer.issuer,
      IDENTITY_AUDIENCE: audience,
      IDENTITY_SCOPE_CLAIM: 'scp',
      IDENTITY_USER_CLAIM: 'oid',
      IDENTITY_SCOPE_PREFIX: `api://${audience}/`,
    }),
  );
  const oid = '3f2d0f58-4a5e-4be3-a1a0-4d6a0f6b0a01';
  const claims = { aud: audience, ver: '2.0', sub: 'pairwise', oid, scp: 'basket ordering', roles: ['shop.operator'] };
  const caller = { id: oid, roles: ['shop.operator'], scopes: ['basket', 'ordering'] };
  expect(await entra(`Bearer ${await issuer.token(claims)}`)).toEqual(caller);
  expect(await failureOf(`Bearer ${await issuer.token(claims)}`)).toMatchObject({ code: 'invalid-token' });
});
