import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBrowser } from './browser.ts';
import type { Tokens } from './code-flow.ts';
import type { Identity } from './provider.ts';
import { authorizationUrl, follow, openSignIn, refresh, signInAlice, startTestIdentity } from './testing.ts';

let dataDir: string;
let identity: Identity;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'identity-'));
  identity = await startTestIdentity({ dataDir });
});

afterEach(async () => {
  await identity.close();
  await rm(dataDir, { recursive: true });
});

/** Stops the provider and starts it again on the same port and folder. */
const restart = async (): Promise<void> => {
  const { port } = identity;
  await identity.close();
  identity = await startTestIdentity({ dataDir, port });
  // The connections that fetch still keeps open to the old server fail once.
  await expect
    .poll(() =>
      fetch(`${identity.issuer}/jwks`).then(
        ({ ok }) => ok,
        () => false,
      ),
    )
    .toBe(true);
};

const refreshed = async (refreshToken: string): Promise<Required<Tokens>> => {
  const answer = await refresh(identity.issuer, refreshToken);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Required<Tokens>;
};

const refusal = async (refreshToken: string) => {
  const answer = await refresh(identity.issuer, refreshToken);
  return [answer.status, ((await answer.json()) as { error: string }).error];
};

test('a refresh token gives new tokens for the same user and scopes', async () => {
  const first = await signInAlice(createBrowser(), identity.issuer);
  const second = await refreshed(first.refresh_token);
  expect(second.refresh_token).not.toBe(first.refresh_token);
  expect(second.scope).toBe(first.scope);
  const claims = JSON.parse(atob(second.access_token.split('.')[1] ?? '')) as unknown;
  expect(claims).toMatchObject({ sub: '9b548a71-bfad-4bb7-96dc-844d9aa074ae', aud: 'eshop', name: 'Alice Lindqvist' });
});

test('a refresh token that is used twice ends the whole family', async () => {
  const first = await signInAlice(createBrowser(), identity.issuer);
  const second = await refreshed(first.refresh_token);
  const third = await refreshed(second.refresh_token);
  expect(await refusal(first.refresh_token)).toEqual([400, 'invalid_grant']);
  expect(await refusal(third.refresh_token)).toEqual([400, 'invalid_grant']);
});

test('whoever is signed in gets the next token without a form', async () => {
  const browser = createBrowser();
  await signInAlice(browser, identity.issuer);
  const end = await openSignIn(browser, identity.issuer, { prompt: 'none' });
  expect(end.location?.searchParams.get('code')).toBeTruthy();
  expect((await openSignIn(browser, identity.issuer, { prompt: 'login' })).text).toContain('Password');
});

test('signing out asks, ends the session and its tokens, and returns to the shop', async () => {
  const browser = createBrowser();
  const tokens = await signInAlice(browser, identity.issuer);
  const query = new URLSearchParams({
    id_token_hint: tokens.id_token,
    post_logout_redirect_uri: 'http://127.0.0.1:8080/',
  });
  const page = await browser.get(new URL(`${identity.issuer}/session/end?${query.toString()}`));
  expect(page.text).toContain('Do you want to sign out of Kittiwake?');
  const xsrf = /name="xsrf" value="(\w+)"/.exec(page.text)?.[1] ?? '';
  const end = await browser.post(new URL(`${identity.issuer}/session/end/confirm`), { xsrf, logout: 'yes' });
  expect(end.location?.href).toBe('http://127.0.0.1:8080/');
  expect(await refusal(tokens.refresh_token)).toEqual([400, 'invalid_grant']);
  expect((await openSignIn(browser, identity.issuer)).text).toContain('Password');
});

test('signing out without a session needs no question, and its page may run its own script only', async () => {
  const answer = await fetch(`${identity.issuer}/session/end`);
  const page = await answer.text();
  const script = /<script>([^]*)<\/script>/.exec(page)?.[1] ?? '';
  const digest = createHash('sha256').update(script).digest('base64');
  expect(answer.headers.get('content-security-policy')).toContain(`script-src 'sha256-${digest}';`);
});

test('signing out does not send people to other sites', async () => {
  const browser = createBrowser();
  const { id_token: hint } = await signInAlice(browser, identity.issuer);
  const query = new URLSearchParams({ id_token_hint: hint, post_logout_redirect_uri: 'https://evil.example/' });
  const page = await browser.get(new URL(`${identity.issuer}/session/end?${query.toString()}`));
  expect(page).toMatchObject({ status: 400, text: expect.stringContaining('post_logout_redirect_uri not registered') });
});

test('a restart keeps the keys, the session and the refresh tokens', async () => {
  const browser = createBrowser();
  const keys = async () => (await fetch(`${identity.issuer}/jwks`)).text();
  const { refresh_token: token } = await signInAlice(browser, identity.issuer);
  const before = await keys();
  await restart();
  expect(await keys()).toBe(before);
  const end = await follow(browser, browser.get(authorizationUrl(identity.issuer)));
  expect(end.location?.searchParams.get('code')).toBeTruthy();
  await refreshed(token);
});

test('a restart does not forget which refresh tokens were used', async () => {
  const { refresh_token: token } = await signInAlice(createBrowser(), identity.issuer);
  await refreshed(token);
  await restart();
  expect(await refusal(token)).toEqual([400, 'invalid_grant']);
});

test('the files with keys and passwords are for their owner only', async () => {
  const files = await readdir(dataDir);
  expect(files).toContain('identity.db');
  for (const file of files) expect((await stat(join(dataDir, file))).mode & 0o777).toBe(0o600);
});
