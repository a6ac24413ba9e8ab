import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBrowser } from '../browser.ts';
import type { Identity } from '../provider.ts';
import { openSignIn, redirectUri, startTestIdentity, submit } from '../testing.ts';

let identity: Identity;

beforeEach(async () => {
  identity = await startTestIdentity();
});

afterEach(() => identity.close());

const wrongPassword = 'User name or password is not right.';

const visit = async (changes: Record<string, string> = {}) => {
  const browser = createBrowser();
  return { browser, form: await openSignIn(browser, identity.issuer, changes) };
};

test('the form works without scripts and under a policy that allows none', async () => {
  const { form } = await visit();
  expect(form.text).toContain('Sign in');
  expect(form.text).not.toMatch(/<script|style=|<style| on\w+=/i);
  const { headers } = await fetch(`${identity.issuer}/shop.css`);
  expect(headers.get('content-type')).toContain('text/css');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src; style-src 'self'");
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});

test('fills in the login that the client hints at, escaped', async () => {
  const { form } = await visit({ login_hint: '"><script>alert(1)</script>' });
  expect(form.text).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
});

test('a wrong password and an unknown name get the same answer', async () => {
  const first = await visit();
  const wrong = await submit(first.browser, first.form, 'alice', 'nope');
  const second = await visit();
  const unknown = await submit(second.browser, second.form, 'nobody', 'nope');
  const neutral = (text: string) =>
    text.replaceAll(/\/interaction\/[\w-]+|form_token" value="[\w-]+/g, '').replace('nobody', 'alice');
  expect([wrong.status, unknown.status]).toEqual([400, 400]);
  expect(wrong.text).toContain(wrongPassword);
  expect(neutral(unknown.text)).toBe(neutral(wrong.text));
});

test('after a wrong password the same form takes the right one', async () => {
  const { browser, form } = await visit();
  const again = await submit(browser, form, 'alice', 'nope');
  const end = await submit(browser, again, 'alice', 'alice-likes-mugs');
  expect(end.location?.searchParams.get('code')).toBeTruthy();
});

test('five failures lock the account even for the right password, and only that account', async () => {
  const { browser, form } = await visit();
  for (const login of ['alice', 'ALICE', 'alice@example.com', 'alice', 'alice']) {
    expect((await submit(browser, form, login, 'nope')).status).toBe(400);
  }
  const locked = await submit(browser, form, 'alice', 'alice-likes-mugs');
  expect(locked).toMatchObject({ status: 429, text: expect.stringContaining('Try again in 5 minutes') });
  const other = await submit(browser, form, 'bob', 'bob-likes-pins');
  expect(other.location?.searchParams.get('code')).toBeTruthy();
});

test('guesses sent at the same time count one by one', async () => {
  const { browser, form } = await visit();
  const guesses = Array.from({ length: 12 }, (_, index) => submit(browser, form, 'alice', `guess ${index}`));
  const answers = (await Promise.all(guesses)).map(({ status }) => status);
  expect(answers.filter((status) => status === 400)).toHaveLength(5);
  expect(answers.filter((status) => status === 429)).toHaveLength(7);
});

test('a form without the cookie of its page signs nobody in', async () => {
  const { form } = await visit();
  const stranger = createBrowser();
  const answer = await submit(stranger, form, 'alice', 'alice-likes-mugs');
  expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('This sign-in page has expired.') });
});

test('the cookie of one sign-in page is no good for another', async () => {
  const victim = await visit();
  const attacker = await visit();
  const cookies = await fetch(attacker.form.url, { redirect: 'manual' });
  expect(cookies.status).toBe(400);
  expect((await victim.browser.get(attacker.form.url)).status).toBe(400);
});

test('turning back tells the client that access was denied', async () => {
  const { browser, form } = await visit();
  let page = await browser.submit(form, { action: 'cancel' });
  while (page.location?.origin === identity.issuer) page = await browser.get(page.location);
  expect(page.location?.href.startsWith(redirectUri)).toBe(true);
  expect(page.location?.searchParams.get('error')).toBe('access_denied');
});

test.each([
  ['JSON', { 'content-type': 'application/json' }, '{"login":"alice"}'],
  ['a huge form', { 'content-type': 'application/x-www-form-urlencoded' }, `login=${'a'.repeat(100_000)}`],
])('%s in place of a form is refused', async (_, headers, body) => {
  const { form } = await visit();
  const answer = await fetch(form.url, { method: 'POST', headers, body });
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('The form could not be read.')]);
});
