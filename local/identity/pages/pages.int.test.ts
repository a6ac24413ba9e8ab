/**
 * Every page in a real browser: without scripts, under the strict policy (which also decides where forms may lead), and judged by axe.
 * Debian's Chromium is used; without it the tests are skipped by name, and in CI it is installed.
 */

import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type axe from 'axe-core';
import {
  type BrowserContext,
  type BrowserContextOptions,
  type Browser as Chromium,
  chromium,
  type Page,
} from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveProgram } from '../../../tests/support/debian.ts';
import { readOutbox } from '../mail/outbox.ts';
import type { Identity } from '../provider.ts';
import { authorizationUrl, carol, startTestIdentity } from '../testing.ts';

const executablePath = '/usr/bin/chromium';
const canRun = haveProgram('chromium');
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.skipIf(!canRun)('in Chromium', () => {
  let dataDir: string;
  let identity: Identity;
  let shop: Server;
  let shopAddress: string;
  let browser: Chromium;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'identity-'));
    shop = createServer((_, response) => response.end('the shop')).listen(0, '127.0.0.1');
    await once(shop, 'listening');
    shopAddress = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
    identity = await startTestIdentity({ dataDir, shop: shopAddress });
    browser = await chromium.launch({ executablePath, args });
  });

  afterAll(async () => {
    await browser.close();
    await identity.close();
    shop.close();
    await rm(dataDir, { recursive: true });
  });

  const visit = async (options: BrowserContextOptions): Promise<{ context: BrowserContext; page: Page }> => {
    const context = await browser.newContext(options);
    return { context, page: await context.newPage() };
  };

  const fill = async (page: Page, fields: Record<string, string>): Promise<void> => {
    for (const [name, value] of Object.entries(fields)) await page.fill(`#${name}`, value);
  };

  test('a person without scripts signs up, changes the password and leaves', async () => {
    const { context, page } = await visit({ javaScriptEnabled: false });
    const messages: string[] = [];
    page.on('console', (message) => messages.push(message.text()));
    await page.goto(authorizationUrl(identity.issuer, { redirect_uri: `${shopAddress}/callback` }).href);
    await page.getByRole('link', { name: 'Create an account' }).click();
    await fill(page, { name: carol.name, email: carol.email, password: carol.password, repeated: carol.repeated });
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.waitForURL(`${shopAddress}/callback?code=*`);
    expect(await page.textContent('body')).toBe('the shop');
    await page.goto(`${identity.issuer}/account/password`);
    await fill(page, {
      current: carol.password,
      password: 'three boats and a lamp',
      repeated: 'three boats and a lamp',
    });
    await page.getByRole('button', { name: 'Change the password' }).click();
    expect(await page.getByRole('status').textContent()).toMatch(/^Your password is changed/);
    await page.getByRole('link', { name: 'Delete this account' }).click();
    await fill(page, { current: 'three boats and a lamp' });
    await page.getByRole('button', { name: 'Delete my account' }).click();
    await page.getByRole('link', { name: 'Go to the shop' }).click();
    expect([page.url(), messages]).toEqual([`${shopAddress}/`, []]);
    await context.close();
  });

  test('a keyboard finds its way: the cursor stands in the first wrong field, and each problem leads to its own', async () => {
    const { context, page } = await visit({});
    await page.goto(authorizationUrl(identity.issuer, { prompt: 'create' }).href);
    await fill(page, {
      name: 'Carol',
      email: 'dora@example.com',
      password: 'quiet harbour at dawn',
      repeated: 'quiet',
    });
    await page.keyboard.press('Enter');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    const field = page.getByLabel('Password again');
    expect(await field.evaluate((element) => element.matches(':focus'))).toBe(true);
    await page.getByLabel('Name').focus();
    await alert.getByRole('link').press('Enter');
    expect(await field.evaluate((element) => element.matches(':focus'))).toBe(true);
    await context.close();
  });

  const look = async (page: Page, axeSource: string): Promise<string[]> => {
    await page.evaluate(axeSource);
    const found = await page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
      return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    });
    const excess = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    return excess > 0 ? [...found, `${excess} px too wide`] : found;
  };

  test.each([
    ['a phone by day', { viewport: { width: 320, height: 700 }, colorScheme: 'light' }],
    ['a desk at night', { viewport: { width: 1200, height: 800 }, colorScheme: 'dark' }],
  ] as const)('no page has a fault that axe finds, or is too wide, on %s', async (_, options) => {
    const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const { context, page } = await visit({ ...options, bypassCSP: true });
    const faults: string[] = [];
    const check = async (title: string): Promise<void> => {
      expect(await page.title()).toContain(title);
      faults.push(...(await look(page, axeSource)).map((fault) => `${title}: ${fault}`));
    };
    await page.goto(authorizationUrl(identity.issuer).href);
    await check('Sign in');
    await fill(page, { login: 'bob', password: 'nope' });
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await check('Problem: Sign in');
    await page.getByRole('link', { name: 'Create an account' }).click();
    await check('Create an account');
    await fill(page, { name: ' ', email: 'bob@example.com', password: 'short', repeated: 'x' });
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await check('Problem: Create an account');
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Forgotten your password?' }).click();
    await check('Forgotten your password?');
    await fill(page, { email: 'bob@example.com' });
    await page.keyboard.press('Enter');
    await page.getByRole('status').waitFor();
    await check('Look into your mail');
    await page.goto(/http\S+/.exec(readOutbox(dataDir)[0]?.body ?? '')?.[0] ?? '');
    await check('Choose a new password');
    await page.goto(`${identity.issuer}/password/none`);
    await check('That did not work');
    await page.goto(`${identity.issuer}/account`);
    await fill(page, { login: 'alice', password: 'alice-likes-mugs' });
    await page.keyboard.press('Enter');
    await page.waitForURL(`${identity.issuer}/account`);
    await check('Your account');
    for (const [path, title] of [
      ['account/password', 'Change your password'],
      ['account/delete', 'Delete your account'],
      ['session/end', 'Sign out'],
    ] as const) {
      await page.goto(`${identity.issuer}/${path}`);
      await check(title);
    }
    expect(faults).toEqual([]);
    await context.close();
  });
});
