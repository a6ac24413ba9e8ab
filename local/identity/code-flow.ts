/** Signs in as a person would and returns the tokens: authorization code flow with PKCE against the running provider. */
import { createHash, randomBytes } from 'node:crypto';
import { type Browser, createBrowser, type Page } from './browser.ts';
import { openidScopes, shopApi, spaClientId } from './openid/clients.ts';
import { seededUsers } from './seed.ts';

export interface TokenRequest {
  /** User name or e-mail. */
  user: string;
  /** That of the seeded user unless given. */
  password?: string | undefined;
  /** `http://127.0.0.1:9080` unless given. */
  issuer?: string | undefined;
  /** Space-separated; every scope but `offline_access` unless given. */
  scope?: string | undefined;
}

/** Answer of the token endpoint (RFC 6749, section 5.1; OpenID Connect Core, section 3.1.3.3). */
export interface Tokens {
  access_token: string;
  id_token?: string;
  refresh_token?: string;
  expires_in: number;
  scope: string;
  token_type: 'Bearer';
}

interface Endpoints {
  authorization_endpoint: string;
  token_endpoint: string;
}

export const defaultIssuer = 'http://127.0.0.1:9080';

const everyScope = [...openidScopes.filter((scope) => scope !== 'offline_access'), ...shopApi.scopes].join(' ');

/** Nothing listens there: the code is read from the redirect itself. */
const redirectUri = 'http://127.0.0.1/callback';

const passwordOf = (user: string): string => {
  const login = user.toLowerCase();
  const found = seededUsers.find(({ username, email }) => username === login || email === login);
  if (found) return found.password;
  const names = seededUsers.map(({ username }) => username).join(', ');
  throw new Error(
    `There is no seeded user "${user}": choose one of ${names}, or give --password for an account of your own.`,
  );
};

const discover = async (issuer: string): Promise<Endpoints> => {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address).catch(() => undefined);
  if (response?.ok) return (await response.json()) as Endpoints;
  const answer = response ? `answers ${response.status}` : 'does not answer';
  throw new Error(
    `The identity provider at ${issuer} ${answer}: start it with "npm start" or "npm run identity", or name another with --issuer URL.`,
  );
};

/** The provider's refusal at the redirect or on its page, as an error with the words it used. */
const refused = (page: Page): Error => {
  const told = page.location?.searchParams.get('error_description') ?? /role="alert">([^<]*)</.exec(page.text)?.[1];
  return new Error(`The identity provider refused to sign in: ${told ?? `it answered ${page.status}`}`);
};

/** Follows redirects until a page is shown, or the way leads back to the client. */
const follow = async (browser: Browser, page: Page): Promise<Page> => {
  let current = page;
  while (current.location && !current.location.href.startsWith(redirectUri))
    current = await browser.get(current.location);
  return current;
};

const signIn = async (authorization: URL, { user, password }: TokenRequest): Promise<string> => {
  const browser = createBrowser();
  const form = await follow(browser, await browser.get(authorization));
  if (form.status !== 200) throw refused(form);
  const fields = { login: user, password: password ?? passwordOf(user), action: 'sign-in' };
  const end = await follow(browser, await browser.submit(form, fields));
  const code = end.location?.searchParams.get('code');
  if (!code) throw refused(end);
  return code;
};

const authorizationUrl = (endpoint: string, scope: string, verifier: string): URL => {
  const url = new URL(endpoint);
  url.search = new URLSearchParams({
    client_id: spaClientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  return url;
};

const redeem = async (endpoint: string, code: string, verifier: string): Promise<Tokens> => {
  const form = { grant_type: 'authorization_code', client_id: spaClientId, redirect_uri: redirectUri };
  const body = new URLSearchParams({ ...form, code, code_verifier: verifier });
  const response = await fetch(endpoint, { method: 'POST', body });
  if (!response.ok) throw new Error(`The identity provider refused the code: ${await response.text()}`);
  return (await response.json()) as Tokens;
};

/** All tokens for a user. Throws with one line that says what to do. */
export const getTokens = async (request: TokenRequest): Promise<Tokens> => {
  const { issuer = defaultIssuer, scope = everyScope, user, password = passwordOf(user) } = request;
  const endpoints = await discover(issuer);
  const verifier = randomBytes(32).toString('base64url');
  const authorization = authorizationUrl(endpoints.authorization_endpoint, scope, verifier);
  return redeem(endpoints.token_endpoint, await signIn(authorization, { user, password }), verifier);
};

/** An access token for a user; see `getTokens`. */
export const getToken = async (request: TokenRequest): Promise<string> => (await getTokens(request)).access_token;
