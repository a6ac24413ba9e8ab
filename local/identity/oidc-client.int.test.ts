/**
 * What we configure of OpenID Connect, with the client library of the storefront and its settings. The library needs a browser only to
 * leave the page: here the navigator that it lets one replace follows the way and signs in.
 */
import {
  ErrorResponse,
  type INavigator,
  InMemoryWebStorage,
  UserManager,
  type UserManagerSettings,
  WebStorageStateStore,
} from 'oidc-client-ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, createBrowser, type Page } from './browser.ts';
import type { Identity } from './provider.ts';
import { alice, carol, claimsOf, follow, startTestIdentity, submit } from './testing.ts';

let identity: Identity;

beforeAll(async () => {
  identity = await startTestIdentity();
});

afterAll(() => identity.close());

const origin = 'http://127.0.0.1:8080';

/** Goes where the library sends the page, and remembers where it ends. */
const navigatorOf = (browser: Browser) => {
  const way: { page?: Page } = {};
  const navigator: INavigator = {
    prepare: async () => ({
      navigate: async ({ url }) => {
        way.page = await follow(browser, browser.get(new URL(url)));
        return { url };
      },
      close: () => undefined,
    }),
    callback: async () => undefined,
  };
  return { way, navigator };
};

const startClient = (changes: Partial<UserManagerSettings> = {}) => {
  const browser = createBrowser();
  const { way, navigator } = navigatorOf(browser);
  const settings = {
    authority: identity.issuer,
    client_id: 'spa',
    redirect_uri: `${origin}/callback`,
    post_logout_redirect_uri: `${origin}/`,
    scope: 'openid profile email offline_access catalog basket ordering payment coupon',
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    automaticSilentRenew: false,
    ...changes,
  };
  const manager = new UserManager(settings, navigator);
  const page = (): Page => way.page ?? expect.fail('the library has gone nowhere');
  return { browser, manager, page };
};

const signIn = async (changes: Partial<UserManagerSettings> = {}) => {
  const client = startClient(changes);
  await client.manager.signinRedirect({ state: { returnTo: '/basket' } });
  const end = await submit(client.browser, client.page(), ...alice);
  return { ...client, user: await client.manager.signinRedirectCallback(end.location?.href) };
};

test('signs in: state, PKCE and the ID token satisfy the library, and its own state comes back', async () => {
  const { user } = await signIn();
  expect(user.profile).toMatchObject({ name: 'Alice Lindqvist', email: 'alice@example.com', email_verified: true });
  expect(user.state).toEqual({ returnTo: '/basket' });
  expect(user.expired).toBe(false);
  expect(claimsOf(user.access_token)).toMatchObject({ aud: 'eshop', sub: user.profile.sub, roles: [] });
  expect(user.scope).toBe('catalog basket ordering payment coupon');
});

test('renews by refresh token, and is refused when one is used twice', async () => {
  const { manager, user } = await signIn();
  const renewed = await manager.signinSilent();
  expect(renewed?.refresh_token).not.toBe(user.refresh_token);
  expect(renewed?.profile.name).toBe('Alice Lindqvist');
  await manager.storeUser(user);
  const refused = await manager.signinSilent().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ErrorResponse);
  expect(refused).toMatchObject({ error: 'invalid_grant' });
});

test('signs up where it asks for it', async () => {
  const { browser, manager, page } = startClient();
  await manager.signinRedirect({ prompt: 'create' });
  const end = await follow(browser, browser.submit(page(), carol));
  const user = await manager.signinRedirectCallback(end.location?.href);
  expect(user.profile).toMatchObject({ name: 'Carol Tan', email: 'carol@example.com' });
});

test('hears of it when the person turns back', async () => {
  const { browser, manager, page } = startClient();
  await manager.signinRedirect();
  const end = await follow(browser, browser.submit(page(), { action: 'cancel' }));
  const refused = await manager.signinRedirectCallback(end.location?.href).catch((error: unknown) => error);
  expect(refused).toMatchObject({ name: 'ErrorResponse', error: 'access_denied' });
});

test('refuses an answer that it did not ask for', async () => {
  const { browser, manager, page } = startClient();
  await manager.signinRedirect();
  const end = await submit(browser, page(), ...alice);
  const forged = end.location?.href.replace(/state=[^&]+/, 'state=forged');
  await expect(manager.signinRedirectCallback(forged)).rejects.toThrow('No matching state found');
});

test('signs out: asks, ends the session and its refresh tokens, and returns to the shop', async () => {
  const { browser, manager, page, user } = await signIn();
  await manager.signoutRedirect();
  expect(page().text).toContain('Do you want to sign out of Kittiwake?');
  const end = await follow(browser, browser.submit(page(), { logout: 'yes' }));
  expect(end.location?.href).toBe(`${origin}/`);
  await manager.signoutRedirectCallback(end.location?.href);
  await manager.storeUser(user);
  expect(await manager.signinSilent().catch((error: unknown) => error)).toMatchObject({ error: 'invalid_grant' });
});

test('without offline_access there is no refresh token', async () => {
  expect((await signIn({ scope: 'openid basket' })).user.refresh_token).toBeUndefined();
});
