/** What the identity tests share: a provider on a free port and the steps of a sign-in, one at a time. */
import { createHash } from 'node:crypto';
import { createLogger } from '../log.ts';
import { type Browser, createBrowser, type Page } from './browser.ts';
import type { Tokens } from './code-flow.ts';
import { hashPassword } from './people/password.ts';
import { type Identity, type IdentityOptions, startIdentity } from './provider.ts';
import { seededUsers } from './seed.ts';

export const redirectUri = 'http://127.0.0.1:8080/callback';

export const verifier = 'a-verifier-of-at-least-forty-three-characters';

/** The seeded people with the cheapest of hashes: tests sign in hundreds of times. */
const people = await Promise.all(
  seededUsers.map(async ({ password, ...user }) => ({
    ...user,
    passwordHash: await hashPassword(password, { N: 1024, r: 8, p: 1 }),
  })),
);

/** Keeps everything in memory unless a folder is given. */
export const startTestIdentity = (options: Partial<IdentityOptions> = {}): Promise<Identity> =>
  startIdentity({ port: 0, people, log: createLogger('identity', 'silent'), ...options });

/** An authorization request as the SPA makes it; `changes` replace parameters, '' leaves one out. */
export const authorizationUrl = (issuer: string, changes: Record<string, string> = {}): URL => {
  const usual = {
    client_id: 'spa',
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile email offline_access catalog basket ordering payment coupon',
    state: 'a-state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  const wanted = Object.entries({ ...usual, ...changes }).filter(([, value]) => value !== '');
  return new URL(`${issuer}/auth?${new URLSearchParams(wanted).toString()}`);
};

/** Follows the provider's own redirects to a page, or to the redirect that leaves it. */
export const follow = async (browser: Browser, from: Page | Promise<Page>): Promise<Page> => {
  let page = await from;
  while (page.location?.origin === page.url.origin) page = await browser.get(page.location);
  return page;
};

/** The sign-in form that an authorization request leads to. */
export const openSignIn = (browser: Browser, issuer: string, changes: Record<string, string> = {}): Promise<Page> =>
  follow(browser, browser.get(authorizationUrl(issuer, changes)));

/** The page behind a link whose address ends so. */
export const clickOn = (browser: Browser, page: Page, ending: string): Promise<Page> => {
  const links = [...page.text.matchAll(/ href="([^"]*)"/g)].map(([, href = '']) => href);
  const found = links.find((href) => href.endsWith(ending));
  if (found === undefined) throw new Error(`${page.url.pathname} has no link to ${ending}: ${links.join(' ')}`);
  return follow(browser, browser.get(new URL(found, page.url)));
};

/** What a page says is wrong with a field, read as a screen reader would: through the field's description. */
export const errorOf = (page: Page, field: string): string | undefined => {
  const input = new RegExp(`<input id="${field}"[^>]*>`).exec(page.text)?.[0] ?? '';
  const described = / aria-describedby="([^"]*)"/.exec(input)?.[1]?.split(' ') ?? [];
  if (!input.includes(' aria-invalid="true"') || !described.includes(`${field}-error`)) return undefined;
  return new RegExp(`id="${field}-error">([^<]*)<`).exec(page.text)?.[1];
};

/** The claims of a token, unverified. */
export const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

/** Fills in a sign-in form and follows to its end. */
export const submit = (browser: Browser, form: Page, login: string, password: string): Promise<Page> =>
  follow(browser, browser.submit(form, { login, password, action: 'sign-in' }));

/** Posts to the token endpoint as the SPA. */
export const requestTokens = (issuer: string, form: Record<string, string>): Promise<Response> =>
  fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams({ client_id: 'spa', ...form }) });

/** Redeems the code that the page redirects with. */
export const redeem = (issuer: string, end: Page): Promise<Response> =>
  requestTokens(issuer, {
    grant_type: 'authorization_code',
    redirect_uri: redirectUri,
    code: end.location?.searchParams.get('code') ?? '',
    code_verifier: verifier,
  });

/** Signs a person in; with `offline_access`, so a refresh token is among the answer. */
export const signIn = async (
  browser: Browser,
  issuer: string,
  [login, password]: readonly [login: string, password: string],
): Promise<Required<Tokens>> => {
  const end = await submit(browser, await openSignIn(browser, issuer), login, password);
  return (await (await redeem(issuer, end)).json()) as Required<Tokens>;
};

export const alice = ['alice', 'alice-likes-mugs'] as const;
export const bob = ['bob', 'bob-likes-pins'] as const;
export const olivia = ['olivia', 'olivia-runs-the-shop'] as const;

export const signInAlice = (browser: Browser, issuer: string): Promise<Required<Tokens>> =>
  signIn(browser, issuer, alice);

/** Whether name and password open the shop, in a browser of its own. */
export const opens = async (issuer: string, [login, password]: readonly [string, string]): Promise<boolean> => {
  const browser = createBrowser();
  const end = await submit(browser, await openSignIn(browser, issuer), login, password);
  return end.location?.searchParams.has('code') ?? false;
};

/** A new account by way of the sign-up page; its name is `Carol Tan` unless given. */
export const signUp = async (browser: Browser, issuer: string, changes: Record<string, string> = {}) => {
  const form = await openSignIn(browser, issuer, { prompt: 'create' });
  return follow(browser, browser.submit(form, { ...carol, ...changes }));
};

export const carol = {
  name: 'Carol Tan',
  email: 'carol@example.com',
  password: 'quiet harbour at dawn',
  repeated: 'quiet harbour at dawn',
  action: 'sign-up',
};

/** Exchanges a refresh token. */
export const refresh = (issuer: string, refreshToken: string): Promise<Response> =>
  requestTokens(issuer, { grant_type: 'refresh_token', refresh_token: refreshToken });
