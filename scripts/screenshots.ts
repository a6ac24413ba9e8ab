/**
 * `npm run screenshots`: photographs every page of a running shop in both themes and two widths, so that people can look at them.
 * All go to dist/screenshots; the few that the documentation shows also to docs/images.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { seededUsers } from '../local/identity/seed.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const allDir = join(root, 'dist', 'screenshots');
const docsDir = join(root, 'docs', 'images');

const { values: options } = parseArgs({
  options: {
    /** Address of the shop. */
    shop: { type: 'string', default: 'http://127.0.0.1:8080' },
    /** Only pages whose name contains this. */
    only: { type: 'string', default: '' },
  },
});

const themes = ['light', 'dark'] as const;
const widths = { wide: { width: 1280, height: 860 }, narrow: { width: 360, height: 780 } };

/** The pictures that the documentation shows. */
const inDocs = new Set([
  'catalog-light-wide',
  'catalog-dark-wide',
  'catalog-light-narrow',
  'item-dark-narrow',
  'basket-light-wide',
  'checkout-review-light-wide',
  'order-light-wide',
  'order-dark-narrow',
  'operate-order-light-wide',
  'operate-item-dark-wide',
]);

type Actor = 'visitor' | 'alice' | 'olivia';

/** One page: who looks at it, where it is, and what makes it worth a picture. */
interface Scene {
  name: string;
  actor: Actor;
  path: string | ((page: Page) => Promise<string>);
  prepare?: (page: Page) => Promise<void>;
}

const go = (page: Page, path: string) => page.goto(new URL(path, options.shop).href);
const click = (page: Page, name: RegExp | string) => page.getByRole('button', { name }).first().click();

const addSomething = async (page: Page): Promise<void> => {
  for (const name of [/^Add Cold Start Mug/, /^Add Night Shift/]) await click(page, name);
  await go(page, '/basket');
  await page.getByRole('heading', { name: 'Cold Start Mug' }).waitFor();
};

const toCheckout = async (page: Page): Promise<void> => {
  await go(page, '/');
  await page.waitForLoadState('networkidle');
  if (await page.getByRole('link', { name: 'Basket, empty' }).isVisible()) await addSomething(page);
  await go(page, '/checkout?step=delivery');
  await page.getByRole('heading', { name: /Where shall it go/ }).waitFor();
};

const typeAddress = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Continue to payment' }).waitFor();
  const another = page.getByText('Another address');
  if (await another.isVisible()) return;
  await page.getByLabel('Street and house number').fill('1 Quay Road');
  await page.getByLabel('Postcode').fill('ZE1 0AA');
  await page.getByLabel('Town or city').fill('Lerwick');
  await page.getByLabel('Country').fill('Scotland');
};

const toPayment = async (page: Page): Promise<void> => {
  await toCheckout(page);
  await typeAddress(page);
  await click(page, 'Continue to payment');
  await page.getByRole('heading', { name: /How would you like to pay/ }).waitFor();
  await page.getByRole('button', { name: 'Continue to review' }).waitFor();
  if (await page.getByText('Another card').isVisible()) return;
  await page.getByLabel('Card number').pressSequentially('4242424242424242');
  await page.getByLabel('Name on the card').fill('Alice Lindqvist');
  await page.getByLabel('Valid until').pressSequentially('1230');
  await page.getByLabel('Security code').fill('737');
};

/** A buyer can use each of them once. */
const coupons = ['crew-10', 'disc-5', 'disc-10', 'disc-15', 'disc-20', 'disc-25', 'disc-30'];
let orders = 0;

const toReview = async (page: Page): Promise<void> => {
  await toPayment(page);
  await click(page, 'Continue to review');
  await page.getByRole('heading', { name: /Is everything right/ }).waitFor();
  await page.waitForLoadState('networkidle');
  if (await page.getByRole('button', { name: /^Remove/ }).isVisible()) return;
  await page.getByLabel('Coupon code').fill(coupons[orders % coupons.length] ?? '');
  await click(page, 'Apply');
};

const toOrder = async (page: Page): Promise<void> => {
  await toReview(page);
  await page.waitForTimeout(500);
  await click(page, /^Place order/);
  await page.getByText('Packing').waitFor();
  await page.getByText('is paid and waits').waitFor();
  orders += 1;
};

const firstLink = (pattern: string) => async (page: Page) => {
  await page.locator(pattern).first().waitFor();
  return (await page.locator(pattern).first().getAttribute('href')) ?? '/';
};

const linkOn = (path: string, pattern: string) => async (page: Page) => {
  await go(page, path);
  return firstLink(pattern)(page);
};

const scenes: readonly Scene[] = [
  { name: 'catalog', actor: 'visitor', path: '/' },
  { name: 'catalog-filtered', actor: 'visitor', path: '/?q=mug&sort=price' },
  { name: 'catalog-empty', actor: 'visitor', path: '/?q=submarine' },
  { name: 'item', actor: 'visitor', path: linkOn('/?q=octopus', 'h3 a') },
  { name: 'item-sold-out', actor: 'visitor', path: linkOn('/?q=scale', 'h3 a') },
  { name: 'basket-empty', actor: 'visitor', path: '/basket' },
  { name: 'basket', actor: 'visitor', path: '/', prepare: addSomething },
  { name: 'sign-in-needed', actor: 'visitor', path: '/orders' },
  { name: 'not-found', actor: 'visitor', path: '/nowhere' },
  { name: 'checkout-delivery', actor: 'alice', path: '/', prepare: toCheckout },
  { name: 'checkout-payment', actor: 'alice', path: '/', prepare: toPayment },
  { name: 'checkout-review', actor: 'alice', path: '/', prepare: toReview },
  { name: 'order', actor: 'alice', path: '/', prepare: toOrder },
  { name: 'orders', actor: 'alice', path: '/orders' },
  { name: 'profile', actor: 'alice', path: '/profile' },
  { name: 'menu', actor: 'alice', path: '/', prepare: (page) => click(page, /^Account of/) },
  { name: 'operate-items', actor: 'olivia', path: '/operate/items' },
  { name: 'operate-item', actor: 'olivia', path: linkOn('/operate/items?q=octopus', 'th a') },
  { name: 'operate-item-new', actor: 'olivia', path: '/operate/items/new' },
  { name: 'operate-orders', actor: 'olivia', path: '/operate/orders' },
  { name: 'operate-order', actor: 'olivia', path: linkOn('/operate/orders', 'main li a[href*="/operate/orders/"]') },
  { name: 'operate-coupons', actor: 'olivia', path: '/operate/coupons' },
  { name: 'operate-coupon', actor: 'olivia', path: '/operate/coupons/CREW-10' },
  { name: 'operate-status', actor: 'olivia', path: '/operate/status' },
];

const signIn = async (page: Page, username: Actor): Promise<void> => {
  const user = seededUsers.find((seeded) => seeded.username === username);
  if (!user) return;
  await go(page, '/');
  await click(page, 'Sign in');
  await page.locator('input[autocomplete=username]').fill(user.username);
  await page.locator('input[type=password]').fill(user.password);
  await page.locator('input[type=password]').press('Enter');
  await page.getByRole('button', { name: `Account of ${user.name}` }).waitFor();
};

/** Scrolls through the page, so that the pictures further down are loaded too. */
const loadEverything = async (page: Page): Promise<void> => {
  await page.evaluate(async () => {
    for (let y = 0; y < document.body.scrollHeight; y += 500) {
      window.scrollTo(0, y);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    window.scrollTo(0, 0);
  });
  await page.waitForLoadState('networkidle');
};

const photograph = async (page: Page, scene: Scene, suffix: string): Promise<void> => {
  const path = typeof scene.path === 'string' ? scene.path : await scene.path(page);
  await go(page, path);
  await page.waitForLoadState('networkidle');
  await scene.prepare?.(page);
  await page.waitForLoadState('networkidle');
  if (scene.name !== 'menu') await loadEverything(page);
  await page.waitForTimeout(500);
  const name = `${scene.name}-${suffix}`;
  await page.screenshot({ path: join(allDir, `${name}.png`), fullPage: true });
  if (inDocs.has(name)) await page.screenshot({ path: join(docsDir, `${name}.png`) });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  console.log(`${name}${overflow > 0 ? `  is ${overflow} px too wide` : ''}`);
};

const photographAs = async (context: BrowserContext, actor: Actor, suffix: string): Promise<void> => {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => console.log(`  error on the page: ${error.message}`));
  await signIn(page, actor);
  for (const scene of scenes.filter((one) => one.actor === actor && one.name.includes(options.only)))
    await photograph(page, scene, suffix);
};

const photographAll = async (browser: Browser): Promise<void> => {
  for (const colorScheme of themes)
    for (const [width, viewport] of Object.entries(widths))
      for (const actor of ['visitor', 'alice', 'olivia'] as const) {
        if (!scenes.some((scene) => scene.actor === actor && scene.name.includes(options.only))) continue;
        const context = await browser.newContext({ viewport, colorScheme, locale: 'en-US', reducedMotion: 'reduce' });
        await photographAs(context, actor, `${colorScheme}-${width}`);
        await context.close();
      }
};

await Promise.all([allDir, docsDir].map((folder) => mkdir(folder, { recursive: true })));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
try {
  await photographAll(browser);
} finally {
  await browser.close();
}
