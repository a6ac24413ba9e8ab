/** What the identity tests share: a provider on a free port and the steps of a sign-in, one at a time. */
import { createHash } from 'node:crypto';
import { createLogger } from '../log.ts';
import type { Browser, Page } from './browser.ts';
import type { Tokens } from './code-flow.ts';
import { type Identity, type IdentityOptions, startIdentity } from './provider.ts';

export const redirectUri = 'http://127.0.0.1:8080/callback';

export const verifier = 'a-verifier-of-at-least-forty-three-characters';

/** Keeps everything in memory unless a folder is given. */
export const startTestIdentity = (options: Partial<IdentityOptions> = {}): Promise<Identity> =>
  startIdentity({ port: 0, log: createLogger('identity', 'silent'), ...options });

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

/** Fills in a sign-in form and follows to its end. */
export const submit = (browser: Browser, form: Page, login: string, password: string): Promise<Page> =>
  follow(browser, browser.post(form.url, { login, password, action: 'sign-in' }));

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

/** Signs alice in; with `offline_access`, so a refresh token is among the answer. */
export const signInAlice = async (browser: Browser, issuer: string): Promise<Required<Tokens>> => {
  const end = await submit(browser, await openSignIn(browser, issuer), 'alice', 'alice-likes-mugs');
  return (await (await redeem(issuer, end)).json()) as Required<Tokens>;
};

/** Exchanges a refresh token. */
export const refresh = (issuer: string, refreshToken: string): Promise<Response> =>
  requestTokens(issuer, { grant_type: 'refresh_token', refresh_token: refreshToken });
