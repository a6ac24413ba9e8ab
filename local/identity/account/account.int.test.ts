import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, createBrowser, type Page } from '../browser.ts';
import type { Tokens } from '../code-flow.ts';
import { readOutbox } from '../mail/outbox.ts';
import type { Identity } from '../provider.ts';
import {
  alice,
  bob,
  claimsOf,
  clickOn,
  errorOf,
  follow,
  olivia,
  openSignIn,
  opens,
  refresh,
  signIn,
  startTestIdentity,
  submit,
} from '../testing.ts';

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

const open = (browser: Browser, path = ''): Promise<Page> =>
  follow(browser, browser.get(new URL(`${identity.issuer}/account${path}`)));

/** Signed in at the shop, with an account page open. */
const visit = async (person: readonly [string, string] = alice, path = '') => {
  const browser = createBrowser();
  const tokens = await signIn(browser, identity.issuer, person);
  return { browser, tokens, page: await open(browser, path) };
};

const newTokens = async ({ refresh_token: token }: Tokens) =>
  (await (await refresh(identity.issuer, token ?? '')).json()) as Required<Tokens>;

const said = (page: Page): string | undefined => /role="status">([^<]*)</.exec(page.text)?.[1];

describe('the account', () => {
  test('asks who comes without a session to sign in, and then opens', async () => {
    const browser = createBrowser();
    const form = await open(browser, '/password');
    expect(form.text).toContain('<h1>Sign in</h1>');
    const page = await submit(browser, form, ...alice);
    expect([page.url.pathname, page.status]).toEqual(['/account', 200]);
    expect(page.text).toContain('value="alice@example.com"');
  });

  test('tells who turns back that they are not signed in', async () => {
    const browser = createBrowser();
    const page = await follow(browser, browser.submit(await open(browser), { action: 'cancel' }));
    expect(page).toMatchObject({ status: 400, text: expect.stringContaining('You are not signed in.') });
  });

  test('opens for who has signed in to the shop, and leads back there', async () => {
    const { browser, page } = await visit();
    expect(page.text).toContain('<h1>Your account</h1>');
    expect((await clickOn(browser, page, '/shop/profile')).location?.href).toBe('http://127.0.0.1:8080/profile');
    expect((await browser.get(new URL(`${identity.issuer}/shop`))).location?.href).toBe('http://127.0.0.1:8080/');
  });
});

describe('the name', () => {
  test('changes, and shows in the next token', async () => {
    const { browser, page, tokens } = await visit();
    const after = await follow(browser, browser.submit(page, { name: '  Alice <Lind> ' }, '/account/name'));
    expect(said(after)).toMatch(/^Your name is changed/);
    expect(after.text).toContain('value="Alice &lt;Lind&gt;"');
    const { access_token: access, id_token: id } = await newTokens(tokens);
    expect([claimsOf(access).name, claimsOf(id).name]).toEqual(['Alice <Lind>', 'Alice <Lind>']);
  });

  test('cannot be empty', async () => {
    const { browser, page } = await visit();
    expect(errorOf(await browser.submit(page, { name: ' ' }, '/account/name'), 'name')).toBe('Tell us your name.');
  });
});

describe('the e-mail address', () => {
  const change = async (email: string, current: string) => {
    const { browser, page, tokens } = await visit();
    return { tokens, page: await follow(browser, browser.submit(page, { email, current }, '/account/email')) };
  };

  test('changes with the password, is not proven yet, and the old address is told', async () => {
    const { page, tokens } = await change('alice@sea.example', alice[1]);
    expect(said(page)).toBe('Your e-mail address is changed.');
    expect(claimsOf((await newTokens(tokens)).id_token)).toMatchObject({
      email: 'alice@sea.example',
      email_verified: false,
    });
    expect(await opens(identity.issuer, ['alice@sea.example', alice[1]])).toBe(true);
    expect(await opens(identity.issuer, ['alice@example.com', alice[1]])).toBe(false);
    expect(readOutbox(dataDir)[0]).toMatchObject({
      to: 'alice@example.com',
      subject: 'Your e-mail address was changed',
    });
  });

  test.each([
    ['without the password', 'alice@sea.example', '', 'current', 'Type your password to confirm.'],
    ['with a wrong password', 'alice@sea.example', 'nope', 'current', 'This is not your password.'],
    ["to somebody else's", 'BOB@example.com', alice[1], 'email', 'There is another account with this e-mail address.'],
    ['to what is none', 'alice', alice[1], 'email', 'Enter an e-mail address like name@example.com.'],
  ])('does not change %s', async (_, email, current, field, message) => {
    const { page, tokens } = await change(email, current);
    expect([page.status, errorOf(page, field)]).toEqual([400, message]);
    expect(claimsOf((await newTokens(tokens)).id_token)).toMatchObject({
      email: 'alice@example.com',
      email_verified: true,
    });
  });

  test('guessing the password locks it, for signing in too', async () => {
    const { browser, page } = await visit();
    const guess = (current: string) => browser.submit(page, { email: 'a@sea.example', current }, '/account/email');
    for (let count = 0; count < 5; count += 1) expect((await guess('nope')).status).toBe(400);
    expect(await guess(alice[1])).toMatchObject({ status: 429, text: expect.stringContaining('Too many attempts.') });
    expect(await opens(identity.issuer, alice)).toBe(false);
  });
});

describe('the password', () => {
  const fresh = { password: 'three boats and a lamp', repeated: 'three boats and a lamp' };

  test('changes, which ends all other sessions and their refresh tokens, and not this one', async () => {
    const elsewhere = await visit();
    const bobs = await visit(bob);
    const { browser, page, tokens } = await visit(alice, '/password');
    const after = await follow(browser, browser.submit(page, { ...fresh, current: alice[1] }));
    expect(said(after)).toBe('Your password is changed. You are signed out everywhere else.');
    expect((await newTokens(tokens)).access_token).toBeTruthy();
    expect((await newTokens(bobs.tokens)).access_token).toBeTruthy();
    expect((await openSignIn(browser, identity.issuer)).location?.searchParams.has('code')).toBe(true);
    expect(await newTokens(elsewhere.tokens)).toMatchObject({ error: 'invalid_grant' });
    expect((await open(elsewhere.browser)).text).toContain('<h1>Sign in</h1>');
    expect([await opens(identity.issuer, alice), await opens(identity.issuer, ['alice', fresh.password])]).toEqual([
      false,
      true,
    ]);
  });

  test.each([
    [{ ...fresh, current: 'nope' }, 'current', /not your password/],
    [{ password: 'short', repeated: 'short', current: alice[1] }, 'password', /longer/],
    [{ password: 'alice@example.com', repeated: 'alice@example.com', current: alice[1] }, 'password', /not your name/],
    [{ ...fresh, repeated: 'three boats', current: alice[1] }, 'repeated', /same password again/],
  ])('does not change with %j', async (fields, field, message) => {
    const { browser, page } = await visit(alice, '/password');
    expect(errorOf(await browser.submit(page, fields), field)).toMatch(message);
    expect(await opens(identity.issuer, alice)).toBe(true);
  });

  test('guessing the old one locks it', async () => {
    const { browser, page } = await visit(alice, '/password');
    for (let count = 0; count < 5; count += 1) await browser.submit(page, { ...fresh, current: 'nope' });
    expect((await browser.submit(page, { ...fresh, current: alice[1] })).status).toBe(429);
  });
});

describe('deletion', () => {
  test('says what the shop keeps, needs the password, and ends everything for good', async () => {
    const { browser, page, tokens } = await visit(alice, '/delete');
    expect(page.text).toContain('The shop keeps your basket, addresses, cards and orders by itself.');
    expect(errorOf(await browser.submit(page, { current: 'nope' }), 'current')).toBe('This is not your password.');
    expect(await browser.submit(page, { current: alice[1] })).toMatchObject({
      status: 200,
      text: expect.stringContaining('Your account is deleted'),
    });
    expect(await newTokens(tokens)).toMatchObject({ error: 'invalid_grant' });
    expect((await open(browser)).text).toContain('<h1>Sign in</h1>');
    expect(await opens(identity.issuer, alice)).toBe(false);
    expect(await opens(identity.issuer, bob)).toBe(true);
  });

  test('outlives a restart, though the account was a seeded one', async () => {
    const { browser, page } = await visit(alice, '/delete');
    await browser.submit(page, { current: alice[1] });
    await identity.close();
    identity = await startTestIdentity({ dataDir });
    expect([await opens(identity.issuer, alice), await opens(identity.issuer, bob)]).toEqual([false, true]);
  });

  test('guessing the password locks it', async () => {
    const { browser, page } = await visit(alice, '/delete');
    for (let count = 0; count < 5; count += 1) await browser.submit(page, { current: 'nope' });
    expect((await browser.submit(page, { current: alice[1] })).status).toBe(429);
  });

  test('is not for the last operator', async () => {
    const { browser, page } = await visit(olivia, '/delete');
    const answer = await browser.submit(page, { current: olivia[1] });
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('You are the only operator') });
    expect(await opens(identity.issuer, olivia)).toBe(true);
  });
});

describe('a forged form', () => {
  test('without the token of its page changes nothing', async () => {
    const { browser } = await visit();
    const answer = await browser.post(new URL(`${identity.issuer}/account/name`), { name: 'Mallory' });
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('expired') });
    expect((await open(browser)).text).toContain('value="Alice Lindqvist"');
  });

  test("with the token of somebody else's page changes nothing", async () => {
    const mallory = await visit(bob);
    const { browser } = await visit();
    expect((await browser.submit(mallory.page, { name: 'Mallory' }, '/account/name')).status).toBe(400);
    expect((await open(browser)).text).toContain('value="Alice Lindqvist"');
  });
});

test.each(['', '/password', '/delete'])('/account%s works without scripts, and no cache keeps it', async (path) => {
  const { page, browser } = await visit(alice, path);
  expect(page.text).not.toMatch(/<script|style=|<style| on\w+=/i);
  const cookies = (await fetch(new URL(`${identity.issuer}/account`), { redirect: 'manual' })).headers;
  expect(cookies.get('cache-control')).toBe('no-store');
  expect((await open(browser, path)).status).toBe(200);
});
