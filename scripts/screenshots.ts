/**
 * `npm run screenshots`: opens a shop of its own and photographs every page in both themes and two widths into docs/images, so that
 * people can look at them. `--only NAME` keeps only those whose name contains it.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { seededUsers } from '../local/identity/seed.ts';
import { openBrowser } from '../tests/support/browser.ts';
import { type Customer, eventually, openTestShop, type TestShop } from '../tests/support/shop.ts';
import { buildChanges } from './build.ts';
import { type Actor, actors, type Scene, scenes } from './screenshot-scenes.ts';

const folder = fileURLToPath(new URL('../docs/images', import.meta.url));

const themes = ['light', 'dark'] as const;
const widths = { wide: { width: 1280, height: 860 }, narrow: { width: 360, height: 780 } };
/** Longer pages are cut: what is further down looks like what is above it. */
const mostHeight = 1700;

const { values: options } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const isWanted = ({ name }: Scene): boolean => name.includes(options.only);
/** Pages show what was done on pages before them, so these are visited too. */
const visited = scenes.slice(0, scenes.findLastIndex(isWanted) + 1);
if (visited.length === 0) {
  const names = scenes.map(({ name }) => name).join(', ');
  console.error(`--only is "${options.only}", which is part of no page's name: ${names}`);
  process.exit(1);
}

/** Somebody orders something, so that operators have orders of several people to look at. */
const order = async (customer: Customer, cardNumber: string): Promise<string> => {
  const once = () => ({ 'idempotency-key': randomUUID() });
  const { body: found } = await customer<{ items: { id: string }[] }>(
    'catalog',
    'GET items?search=hoodie&inStock=true',
  );
  const line: `${string} ${string}` = `PUT baskets/me/lines/${found.items[0]?.id}`;
  await eventually(
    () => customer('basket', line, { body: { quantity: 1 } }),
    ({ status }) => status === 200,
  );
  const card = { number: cardNumber, holder: 'B Okonkwo', expiry: { month: 12, year: 2030 }, securityCode: '737' };
  const { body: added } = await customer<{ token: string }>('payment', 'POST cards', { body: card, headers: once() });
  const address = {
    name: 'Bob Okonkwo',
    street: '4 Net Loft',
    city: 'Oban',
    postalCode: 'PA34 4LW',
    country: 'Scotland',
  };
  const { body: placed } = await customer<{ orderId: string }>('basket', 'POST baskets/me/checkout', {
    body: { address, cardToken: added.token },
    headers: once(),
  });
  const settled = new Set(['Paid', 'Cancelled']);
  await eventually(
    () => customer<{ status: string }>('ordering', `GET orders/${placed.orderId}`),
    ({ body }) => settled.has(body.status),
  );
  return placed.orderId;
};

const stockUp = async (shop: TestShop): Promise<void> => {
  const [bob, olivia] = await Promise.all([shop.signIn('bob'), shop.signIn('olivia')]);
  await olivia('ordering', `POST orders/${await order(bob, '4242424242424242')}/ship`);
  await order(bob, '4000000000000002');
};

const signIn = async (page: Page, username: Actor): Promise<void> => {
  const user = seededUsers.find((seeded) => seeded.username === username);
  if (!user) return;
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in' }).first().click();
  await page.locator('input[autocomplete=username]').fill(user.username);
  await page.locator('input[type=password]').fill(user.password);
  await page.locator('input[type=password]').press('Enter');
  await page.getByRole('button', { name: `Account of ${user.name}` }).waitFor();
};

/** Waits until nothing is loading any more, pictures further down included. The stream of order changes never ends: no use to wait for a silent network. */
const settle = async (page: Page): Promise<void> => {
  await page.locator('h1').first().waitFor();
  await page.getByText('Loading …').first().waitFor({ state: 'detached' });
  await page.evaluate(`(async () => {
    for (const picture of document.images) picture.loading = 'eager';
    await document.fonts.ready;
    await Promise.all([...document.images].map((picture) => picture.decode().catch(() => undefined)));
  })()`);
};

/** A PNG as WebP, which is a fifth of its size: the browser itself converts it. */
const webp = async (converter: Page, png: Buffer): Promise<Buffer> => {
  const encoded = await converter.evaluate<string>(`(async () => {
    const picture = new Image();
    picture.src = 'data:image/png;base64,${png.toString('base64')}';
    await picture.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height });
    canvas.getContext('2d').drawImage(picture, 0, 0);
    return canvas.toDataURL('image/webp', 0.8).split(',')[1];
  })()`);
  return Buffer.from(encoded, 'base64');
};

const heightOf = (page: Page): Promise<number> => page.evaluate<number>('document.documentElement.scrollHeight');

const photograph = async (page: Page, scene: Scene, viewport: { width: number; height: number }): Promise<Buffer> => {
  await page.goto(typeof scene.path === 'string' ? scene.path : await scene.path(page));
  await scene.prepare?.(page);
  await settle(page);
  const height = Math.min(mostHeight, Math.max(viewport.height, await heightOf(page)));
  // The window grows, so that what sticks to its edges stays there.
  await page.setViewportSize({ ...viewport, height });
  await page.evaluate('window.scrollTo(0, 0)');
  await settle(page);
  const picture = await page.screenshot();
  await page.setViewportSize(viewport);
  await page.context().setOffline(false);
  return picture;
};

const photographAll = async (browser: Browser, shop: TestShop): Promise<void> => {
  const converter = await browser.newPage();
  for (const colorScheme of themes)
    for (const [width, viewport] of Object.entries(widths))
      for (const actor of actors) {
        const own = visited.filter((scene) => scene.actor === actor);
        if (own.length === 0) continue;
        const context = await browser.newContext({
          baseURL: shop.gateway,
          viewport,
          colorScheme,
          locale: 'en-US',
          reducedMotion: 'reduce',
        });
        const page = await context.newPage();
        await signIn(page, actor);
        for (const scene of own) {
          const picture = await photograph(page, scene, viewport);
          if (!isWanted(scene)) continue;
          const name = `${scene.name}-${colorScheme}-${width}`;
          await writeFile(join(folder, `${name}.webp`), await webp(converter, picture));
          process.stdout.write(`${name}\n`);
        }
        await context.close();
      }
};

await buildChanges();
await mkdir(folder, { recursive: true });
const shop = await openTestShop({ hosts: 'one' });
const browser = await openBrowser();
try {
  await stockUp(shop);
  await photographAll(browser, shop);
} finally {
  await browser.close();
  await shop.close();
}
