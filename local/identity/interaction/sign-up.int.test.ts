import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBrowser } from '../browser.ts';
import type { Tokens } from '../code-flow.ts';
import type { Identity } from '../provider.ts';
import {
  carol,
  claimsOf,
  clickOn,
  errorOf,
  follow,
  openSignIn,
  opens,
  redeem,
  redirectUri,
  signInAlice,
  signUp,
  startTestIdentity,
} from '../testing.ts';

let identity: Identity;

beforeEach(async () => {
  identity = await startTestIdentity();
});

afterEach(() => identity.close());

const openSignUp = async () => {
  const browser = createBrowser();
  return { browser, form: await openSignIn(browser, identity.issuer, { prompt: 'create' }) };
};

test('whoever signs up from the sign-in page is signed in at once, and can sign in later', async () => {
  const browser = createBrowser();
  const form = await clickOn(browser, await openSignIn(browser, identity.issuer), '/sign-up');
  const end = await follow(browser, browser.submit(form, carol));
  const tokens = (await (await redeem(identity.issuer, end)).json()) as Required<Tokens>;
  expect(claimsOf(tokens.id_token)).toMatchObject({
    name: 'Carol Tan',
    preferred_username: 'carol@example.com',
    email: 'carol@example.com',
    email_verified: false,
    roles: [],
  });
  expect(claimsOf(tokens.access_token)).toMatchObject({ sub: claimsOf(tokens.id_token).sub, roles: [] });
  expect(await opens(identity.issuer, ['Carol@Example.com', carol.password])).toBe(true);
});

test('prompt=create opens the sign-up page, from which people with an account can still sign in', async () => {
  const { browser, form } = await openSignUp();
  expect(form.text).toContain('<h1>Create an account</h1>');
  const signIn = await clickOn(browser, form, '/sign-in');
  const end = await follow(browser, browser.submit(signIn, { login: 'alice', password: 'alice-likes-mugs' }));
  expect(end.location?.searchParams.get('code')).toBeTruthy();
});

test('prompt=create shows the page also to whoever is signed in, and the new account takes over without scripts', async () => {
  const browser = createBrowser();
  await signInAlice(browser, identity.issuer);
  const switching = await signUp(browser, identity.issuer);
  expect(switching.text).toContain('<noscript>');
  const end = await follow(browser, browser.submit(switching, {}));
  const tokens = (await (await redeem(identity.issuer, end)).json()) as Required<Tokens>;
  expect(claimsOf(tokens.id_token)).toMatchObject({ email: 'carol@example.com' });
});

test('an e-mail address that is taken is refused, upper or lower case', async () => {
  const { browser, form } = await openSignUp();
  const page = await browser.submit(form, { ...carol, email: 'ALICE@example.com' });
  expect(page.status).toBe(400);
  expect(errorOf(page, 'email')).toMatch(/^There is an account with this e-mail address already/);
  expect(await opens(identity.issuer, ['alice', 'alice-likes-mugs'])).toBe(true);
});

test('of two who sign up with one address at once, one gets it', async () => {
  const ends = await Promise.all([1, 2].map(() => signUp(createBrowser(), identity.issuer)));
  expect(ends.filter(({ location }) => location?.searchParams.has('code'))).toHaveLength(1);
  expect(ends.map((page) => errorOf(page, 'email')).filter(Boolean)).toHaveLength(1);
});

test('everything that is wrong is said at once, at its field, and what was typed stays, but for passwords', async () => {
  const { browser, form } = await openSignUp();
  const page = await browser.submit(form, { ...carol, name: ' ', email: 'carol@', password: 'secret', repeated: 'x' });
  expect(page.status).toBe(400);
  expect(errorOf(page, 'name')).toBe('Tell us your name.');
  expect(errorOf(page, 'email')).toBe('Enter an e-mail address like name@example.com.');
  expect(errorOf(page, 'password')).toBe('Choose a longer password: at least 10 characters.');
  expect(page.text).toContain('<title>Problem: Create an account');
  expect(page.text).toContain('value="carol@"');
  expect(page.text).not.toContain('secret');
});

test.each([
  ['password', { password: 'password123', repeated: 'password123' }, /most used/],
  ['password', { password: 'Carol Tan', repeated: 'Carol Tan' }, /longer/],
  ['password', { password: 'carol@example.com', repeated: 'carol@example.com' }, /not your name or e-mail/],
  ['repeated', { repeated: 'quiet harbour at dusk' }, /same password again/],
  ['name', { name: 'Carol\u0007' }, /without control characters/],
  ['name', { name: 'x'.repeat(101) }, /at most 100/],
  ['email', { email: `${'x'.repeat(250)}@example.com` }, /shorter/],
])('%s is refused in %j', async (field, changes, message) => {
  const { browser, form } = await openSignUp();
  expect(errorOf(await browser.submit(form, { ...carol, ...changes }), field)).toMatch(message);
});

test('a name that looks like HTML is shown as it is', async () => {
  const { browser, form } = await openSignUp();
  const page = await browser.submit(form, { ...carol, name: '"><b>Carol', email: '' });
  expect(page.text).toContain('value="&quot;&gt;&lt;b&gt;Carol"');
});

test('a form from elsewhere makes no account', async () => {
  const { browser, form } = await openSignUp();
  expect(await browser.post(form.url, carol)).toMatchObject({ status: 400, text: expect.stringContaining('expired') });
  expect((await createBrowser().submit(form, carol)).status).toBe(400);
  expect(await opens(identity.issuer, [carol.email, carol.password])).toBe(false);
});

test('the token of one form is no good for another', async () => {
  const { browser, form } = await openSignUp();
  const signIn = await clickOn(browser, form, '/sign-in');
  const token = /name="form_token" value="([^"]+)"/.exec(signIn.text)?.[1] ?? '';
  expect((await browser.post(form.url, { ...carol, form_token: token })).status).toBe(400);
});

test('turning back goes to the client', async () => {
  const { browser, form } = await openSignUp();
  const end = await follow(browser, browser.submit(form, { action: 'cancel' }));
  expect(end.location?.href.startsWith(`${redirectUri}?error=access_denied`)).toBe(true);
});
