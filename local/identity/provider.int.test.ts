import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { IdentitySettings } from '../../shared/identity/settings.ts';
import { createTokenVerifier } from '../../shared/identity/verifier.ts';
import { createBrowser } from './browser.ts';
import type { Identity } from './provider.ts';
import {
  authorizationUrl,
  openSignIn,
  redeem,
  redirectUri,
  requestTokens,
  signInAlice,
  startTestIdentity,
  submit,
  verifier,
} from './testing.ts';

let identity: Identity;
let issuer: string;

beforeAll(async () => {
  identity = await startTestIdentity();
  issuer = identity.issuer;
});

afterAll(() => identity.close());

const signIn = async (login: string, password: string, changes: Record<string, string> = {}) => {
  const browser = createBrowser();
  return submit(browser, await openSignIn(browser, issuer, changes), login, password);
};

test('describes itself under its issuer, for the code flow with PKCE and nothing else', async () => {
  const found = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  expect(found).toMatchObject({
    issuer,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
    end_session_endpoint: `${issuer}/session/end`,
  });
  expect(found).not.toHaveProperty('userinfo_endpoint');
});

test('publishes its keys without their private parts', async () => {
  const { keys } = (await (await fetch(`${issuer}/jwks`)).json()) as { keys: Record<string, unknown>[] };
  expect(keys).toHaveLength(1);
  expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
});

describe('the access token', () => {
  test('is a JWT for the shop with user, scopes and name, though the client names no resource', async () => {
    const { access_token: token, expires_in: lifetime } = await signInAlice(createBrowser(), issuer);
    const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));
    const { payload, protectedHeader } = await jwtVerify(token, keys, { issuer, audience: 'eshop' });
    expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'at+jwt' });
    expect(payload).toMatchObject({
      sub: '9b548a71-bfad-4bb7-96dc-844d9aa074ae',
      name: 'Alice Lindqvist',
      roles: [],
      scope: 'catalog basket ordering payment coupon',
    });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(600);
    expect(lifetime).toBe(600);
  });

  test('satisfies the check that every function makes', async () => {
    const verify = createTokenVerifier(IdentitySettings.parse({ IDENTITY_ISSUER: issuer }));
    const { access_token: token } = await signInAlice(createBrowser(), issuer);
    expect(await verify(`Bearer ${token}`)).toEqual({
      id: '9b548a71-bfad-4bb7-96dc-844d9aa074ae',
      name: 'Alice Lindqvist',
      roles: [],
      scopes: ['catalog', 'basket', 'ordering', 'payment', 'coupon'],
    });
  });

  test('carries the role of an operator, who may sign in by e-mail', async () => {
    const verify = createTokenVerifier(IdentitySettings.parse({ IDENTITY_ISSUER: issuer }));
    const answer = await redeem(issuer, await signIn('Olivia@example.com', 'olivia-runs-the-shop'));
    const { access_token: token } = (await answer.json()) as { access_token: string };
    expect(await verify(`Bearer ${token}`)).toMatchObject({ name: 'Olivia Marchetti', roles: ['shop.operator'] });
  });

  test('has the scopes that were asked for, no more, and none that do not exist', async () => {
    const answer = await redeem(issuer, await signIn('bob', 'bob-likes-pins', { scope: 'openid basket warehouse' }));
    expect(await answer.json()).toMatchObject({ scope: 'basket' });
  });
});

test('the ID token says who signed in, for the client alone', async () => {
  const { id_token: token } = await signInAlice(createBrowser(), issuer);
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));
  const { payload } = await jwtVerify(token, keys, { issuer, audience: 'spa' });
  expect(payload).toMatchObject({
    name: 'Alice Lindqvist',
    email: 'alice@example.com',
    email_verified: true,
    roles: [],
  });
});

test('a refresh token is given only when offline_access is asked for, as Entra does', async () => {
  const answer = await redeem(issuer, await signIn('bob', 'bob-likes-pins', { scope: 'openid basket' }));
  expect(await answer.json()).not.toHaveProperty('refresh_token');
});

test('the client learns its state, and which issuer answers', async () => {
  const end = await signIn('bob', 'bob-likes-pins');
  expect(end.location?.href.startsWith(`${redirectUri}?`)).toBe(true);
  expect(end.location?.searchParams.get('state')).toBe('a-state');
  expect(end.location?.searchParams.get('iss')).toBe(issuer);
});

test('a code needs its verifier', async () => {
  const code = (await signIn('bob', 'bob-likes-pins')).location?.searchParams.get('code') ?? '';
  const form = { grant_type: 'authorization_code', redirect_uri: redirectUri, code, code_verifier: `${verifier}-not` };
  const answer = await requestTokens(issuer, form);
  expect([answer.status, await answer.json()]).toMatchObject([400, { error: 'invalid_grant' }]);
});

test('a code works once', async () => {
  const end = await signIn('bob', 'bob-likes-pins');
  expect((await redeem(issuer, end)).status).toBe(200);
  const again = await redeem(issuer, end);
  expect([again.status, await again.json()]).toMatchObject([400, { error: 'invalid_grant' }]);
});

describe('an authorization request', () => {
  const answerTo = (changes: Record<string, string>) => createBrowser().get(authorizationUrl(issuer, changes));

  test.each([
    ['without PKCE', { code_challenge: '', code_challenge_method: '' }, 'invalid_request'],
    ['with plain PKCE', { code_challenge: verifier, code_challenge_method: 'plain' }, 'invalid_request'],
    ['for the implicit flow', { response_type: 'id_token', nonce: 'n' }, 'unsupported_response_type'],
    ['for another API', { resource: 'https://other.example' }, 'invalid_target'],
    ['without a page while nobody is signed in', { prompt: 'none' }, 'login_required'],
  ])('%s goes back to the client as an error', async (_, changes, error) => {
    const { location } = await answerTo(changes);
    const told = new URLSearchParams(location?.hash ? location.hash.slice(1) : location?.search);
    expect(location?.origin).toBe('http://127.0.0.1:8080');
    expect(told.get('error')).toBe(error);
  });

  test.each([
    ['another host', 'https://evil.example/callback'],
    ['a host that begins like ours', 'http://127.0.0.1.evil.example/callback'],
    ['a user name like ours', 'http://127.0.0.1:8080@evil.example/callback'],
    ['another path', 'http://127.0.0.1:8080/elsewhere'],
    ['another scheme', 'https://127.0.0.1:8080/callback'],
  ])('that wants the code at %s ends on our own error page', async (_, uri) => {
    const page = await answerTo({ redirect_uri: uri });
    expect(page).toMatchObject({ status: 400, text: expect.stringContaining('That did not work') });
    expect(page.location).toBeUndefined();
  });

  test.each(['http://127.0.0.1:8080/', 'http://localhost:8080/callback', 'http://127.0.0.1:51234/callback'])(
    'may want the code at %s',
    async (uri) => {
      const end = await signIn('bob', 'bob-likes-pins', { redirect_uri: uri });
      expect(end.location?.href.startsWith(`${uri}?code=`)).toBe(true);
    },
  );

  test('of an unknown client ends on our own error page', async () => {
    expect(await answerTo({ client_id: 'nobody' })).toMatchObject({
      status: 400,
      text: expect.stringContaining('client'),
    });
  });
});

describe('pages of other origins', () => {
  const ask = (origin: string, init: RequestInit) =>
    fetch(`${issuer}/token`, { ...init, headers: { origin, 'access-control-request-method': 'POST' } });
  const post = {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'spa', grant_type: 'refresh_token', refresh_token: 'x' }),
  };

  test.each(['http://127.0.0.1:8080', 'http://localhost:3000'])('%s may call the token endpoint', async (origin) => {
    expect((await ask(origin, { method: 'OPTIONS' })).headers.get('access-control-allow-origin')).toBe(origin);
    expect((await ask(origin, post)).headers.get('access-control-allow-origin')).toBe(origin);
  });

  test.each(['https://evil.example', 'http://127.0.0.1.evil.example', 'null'])('%s may not', async (origin) => {
    expect((await ask(origin, post)).headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('under another name', () => {
  const askAs = async (host: string, path: string) => {
    const { hostname, port } = new URL(issuer);
    const outgoing = request({
      host: hostname,
      port,
      path,
      headers: { host, 'x-forwarded-host': 'evil.example' },
    }).end();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    return { status: response.statusCode, location: response.headers.location, text: await text(response) };
  };

  test.each(['/.well-known/openid-configuration', '/auth?client_id=spa', '/account', '/jwks', '/admin/users'])(
    '%s answers nothing but its own',
    async (path) => {
      const answer = await askAs('evil.example', path);
      expect([answer.status, answer.location]).toEqual([421, undefined]);
      expect(answer.text).toContain(issuer);
      expect(answer.text).not.toContain('evil.example');
    },
  );

  test('as a proxy may state it, nothing changes', async () => {
    const { status, text } = await askAs(new URL(issuer).host, '/.well-known/openid-configuration');
    expect([status, text.includes('evil.example')]).toEqual([200, false]);
  });
});

test.each(['/account', '/shop', '/shop/profile', '/account/return', '/'])(
  '%s takes no word on where to go next',
  async (path) => {
    for (const name of ['return_to', 'returnUrl', 'redirect', 'redirect_uri', 'next', 'url']) {
      const { headers } = await fetch(`${issuer}${path}?${name}=https://evil.example/`, { redirect: 'manual' });
      const location = headers.get('location') ?? '';
      expect(location).not.toContain('evil');
    }
  },
);
