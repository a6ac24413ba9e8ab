import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBrowser } from '../browser.ts';
import { databaseFile } from '../database.ts';
import { readOutbox } from '../mail/outbox.ts';
import type { Identity } from '../provider.ts';
import {
  alice,
  claimsOf,
  clickOn,
  errorOf,
  openSignIn,
  opens,
  refresh,
  signIn,
  signInAlice,
  signUp,
  startTestIdentity,
  submit,
} from '../testing.ts';

let dataDir: string;
let identity: Identity;
let lines: string[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'identity-'));
  lines = [];
  const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
  identity = await startTestIdentity({ dataDir, log });
});

afterEach(async () => {
  await identity.close();
  await rm(dataDir, { recursive: true });
});

/** Asks for a link, from a browser of its own. */
const forget = async (email: string) => {
  const browser = createBrowser();
  const form = await clickOn(browser, await openSignIn(browser, identity.issuer), '/forgotten');
  return browser.submit(form, { email });
};

const mailedLink = (): URL => new URL(/http\S+/.exec(readOutbox(dataDir)[0]?.body ?? '')?.[0] ?? '');

const fresh = ['alice', 'three boats and a lamp'] as const;

const choose = async (link: URL, password: string = fresh[1], repeated = password) => {
  const browser = createBrowser();
  return browser.submit(await browser.get(link), { password, repeated });
};

const isOver = { status: 400, text: expect.stringContaining('This link is not good any more') };

test('a mailed link gives a new password, and ends what the old one had opened', async () => {
  const { refresh_token: token } = await signInAlice(createBrowser(), identity.issuer);
  await forget('alice@example.com');
  expect(await choose(mailedLink())).toMatchObject({
    status: 200,
    text: expect.stringContaining('password is changed'),
  });
  expect([await opens(identity.issuer, alice), await opens(identity.issuer, fresh)]).toEqual([false, true]);
  expect((await refresh(identity.issuer, token)).status).toBe(400);
  expect(readOutbox(dataDir)[0]).toMatchObject({ to: 'alice@example.com', subject: 'Your password was changed' });
});

test('the mail is one readable block in the log, and stays in the outbox', async () => {
  await forget('alice@example.com');
  const [mail] = readOutbox(dataDir);
  expect(mail).toMatchObject({ to: 'alice@example.com', subject: 'Choose a new password' });
  const logged = lines
    .map((line) => JSON.parse(line) as { level: number; msg: string })
    .find(({ msg }) => msg.startsWith('mail'));
  expect(logged?.level).toBe(30);
  expect(logged?.msg).toContain('\n    | To:      alice@example.com\n    | Subject: Choose a new password\n');
  expect(logged?.msg).toContain(`\n    | ${mailedLink().href}\n`);
});

test('a link works once', async () => {
  await forget('alice@example.com');
  const link = mailedLink();
  const answers = await Promise.all([choose(link), choose(link, 'another good password')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  expect(await createBrowser().get(link)).toMatchObject(isOver);
});

test('a link is over after its time', async () => {
  await forget('alice@example.com');
  const db = new DatabaseSync(databaseFile(dataDir));
  const form = await createBrowser().get(mailedLink());
  db.exec(`update password_links set expires_at = ${Date.now() - 1}`);
  db.close();
  expect(await createBrowser().get(mailedLink())).toMatchObject(isOver);
  expect(await createBrowser().submit(form, { password: fresh[1], repeated: fresh[1] })).toMatchObject(isOver);
  expect(await opens(identity.issuer, alice)).toBe(true);
});

test('a newer link makes the older one void', async () => {
  await forget('alice@example.com');
  const older = mailedLink();
  await forget('alice@example.com');
  expect(await createBrowser().get(older)).toMatchObject(isOver);
  expect((await createBrowser().get(mailedLink())).status).toBe(200);
});

test('a link that nobody mailed is no good', async () => {
  expect(await createBrowser().get(new URL(`${identity.issuer}/password/${'x'.repeat(43)}`))).toMatchObject(isOver);
});

test('a weak password leaves the link good', async () => {
  await forget('alice@example.com');
  const browser = createBrowser();
  const page = await browser.submit(await browser.get(mailedLink()), { password: 'short', repeated: 'short' });
  expect(errorOf(page, 'password')).toMatch(/longer/);
  expect((await browser.submit(page, { password: fresh[1], repeated: fresh[1] })).status).toBe(200);
});

test('the form needs the token of its page', async () => {
  await forget('alice@example.com');
  const answer = await createBrowser().post(mailedLink(), { password: fresh[1], repeated: fresh[1] });
  expect([answer.status, await opens(identity.issuer, alice)]).toEqual([400, true]);
});

test('an unknown address gets the same page, and no mail', async () => {
  const known = await forget('alice@example.com');
  const unknown = await forget('nobody@example.com');
  const neutral = (text: string) => text.replaceAll(/\/interaction\/[\w-]+/g, '').replaceAll('nobody@', 'alice@');
  expect([unknown.status, neutral(unknown.text)]).toEqual([known.status, neutral(known.text)]);
  expect(readOutbox(dataDir)).toHaveLength(1);
});

test.each(['alice@example.com', 'nobody@example.com'])('%s gets five mails and no more', async (email) => {
  for (let count = 0; count < 5; count += 1) expect((await forget(email)).status).toBe(200);
  const refused = await forget(email.toUpperCase());
  expect(refused).toMatchObject({ status: 429, text: expect.stringContaining('Try again in 5 minutes.') });
  expect(readOutbox(dataDir)).toHaveLength(email.startsWith('alice') ? 5 : 0);
});

test('what is no address is refused at its field', async () => {
  expect(errorOf(await forget('alice'), 'email')).toBe('Enter an e-mail address like name@example.com.');
});

test('a new password lifts a lock', async () => {
  const browser = createBrowser();
  let page = await openSignIn(browser, identity.issuer);
  for (let count = 0; count < 6; count += 1) page = await submit(browser, page, 'alice', 'nope');
  expect(page.status).toBe(429);
  await forget('alice@example.com');
  await choose(mailedLink());
  expect(await opens(identity.issuer, fresh)).toBe(true);
});

test('having read the mail proves the address', async () => {
  await signUp(createBrowser(), identity.issuer);
  await forget('carol@example.com');
  await choose(mailedLink());
  const { id_token: token } = await signIn(createBrowser(), identity.issuer, ['carol@example.com', fresh[1]]);
  expect(claimsOf(token)).toMatchObject({ email: 'carol@example.com', email_verified: true });
});

test('the outbox of a folder without a provider is empty', () => {
  expect(readOutbox(join(dataDir, 'nowhere'))).toEqual([]);
});
