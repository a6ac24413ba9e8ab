/** People in browser tests: each has an account of their own at the shop's identity provider. */
import { randomUUID } from 'node:crypto';
import { User } from 'oidc-client-ts';
import type { Page } from 'playwright-core';
import { createBrowser } from '../../local/identity/browser.ts';
import { getTokens, type Tokens } from '../../local/identity/code-flow.ts';
import { claimsOf, signUp } from '../../local/identity/testing.ts';
import type { Visit } from './browser.ts';
import type { Customer, TestShop } from './shop.ts';

export interface Person {
  name: string;
  email: string;
  password: string;
}

/** Somebody whom the shop has never seen. */
export const somebody = (name = 'Carol Tan'): Person => ({
  name,
  email: `${name.split(' ')[0]?.toLowerCase()}-${randomUUID().slice(0, 8)}@example.com`,
  password: 'quiet harbour at dawn',
});

const scope = 'openid profile email offline_access catalog basket ordering payment coupon';

/** The text under which the storefront keeps whoever is signed in, as the OpenID Connect library writes it. */
const keptUser = (tokens: Tokens, expiresAt: number): string =>
  new User({
    access_token: tokens.access_token,
    token_type: tokens.token_type,
    scope: tokens.scope,
    id_token: tokens.id_token ?? '',
    refresh_token: tokens.refresh_token ?? '',
    profile: claimsOf(tokens.id_token ?? '') as unknown as User['profile'],
    expires_at: expiresAt,
  }).toStorageString();

/** What somebody who is signed in can do without their browser. */
export interface SignedIn {
  person: Person;
  /** Their side of the shop's API. */
  customer: Customer;
  tokens: Tokens;
}

/** An account and its tokens, by the provider's real pages. */
export const createAccount = async (shop: TestShop, person = somebody()): Promise<SignedIn> => {
  await signUp(createBrowser(), shop.issuer, { ...person, repeated: person.password });
  const tokens = await getTokens({ user: person.email, password: person.password, issuer: shop.issuer, scope });
  return { person, tokens, customer: shop.withToken(tokens.access_token) };
};

/** Puts tokens in the place of those that an open page of the shop has. */
export const replaceTokens = async (page: Page, shop: TestShop, tokens: Tokens): Promise<void> => {
  const entry = {
    key: `kittiwake.user:${shop.issuer}:spa`,
    text: keptUser(tokens, Math.floor(Date.now() / 1000) + tokens.expires_in),
  };
  await page.evaluate(`localStorage.setItem(${JSON.stringify(entry.key)}, ${JSON.stringify(entry.text)})`);
};

/** Lets a browser find itself signed in, as if it had been here before. */
export const arriveSignedIn = async ({ page }: Visit, shop: TestShop, { tokens }: SignedIn): Promise<void> => {
  await page.goto('/robots.txt');
  await replaceTokens(page, shop, tokens);
};
