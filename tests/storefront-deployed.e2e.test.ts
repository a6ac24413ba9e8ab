/** The storefront as it is deployed: on an origin of its own, under its content security policy, to be installed on a phone. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveBrowser, patient } from './support/browser.ts';
import { useStage } from './support/browser-stage.ts';
import {
  button,
  decideEverything,
  heading,
  orderIdIn,
  pick,
  placeOrder,
  signInThere,
} from './support/browser-steps.ts';
import { createAccount } from './support/browser-user.ts';
import { type OtherOrigin, serveOnOtherOrigin } from './support/other-origin.ts';

interface Manifest {
  start_url: string;
  icons: { src: string; sizes: string; purpose?: string }[];
}

/** Width and height in the header of a PNG (W3C, PNG third edition, 11.2.2). */
const pngSize = (png: Buffer): string => `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;

describe.skipIf(!haveBrowser())('the storefront', () => {
  let site: OtherOrigin;
  beforeAll(async () => {
    site = await serveOnOtherOrigin();
  });
  afterAll(() => site?.close());
  const stage = useStage(() => ({ env: { NAMED_VALUE_SPA_ORIGIN: site.origin } }));
  beforeAll(() => site.tell(stage.shop));

  test('sells from an origin of its own, with pictures, sign-in, order and live status from elsewhere', async () => {
    const { page } = await stage.visitor({ origin: site.origin });
    const { person } = await createAccount(stage.shop);
    await pick(page, 'Cold Start Mug');
    await expect.poll(() => page.evaluate('document.querySelector("main img").naturalWidth'), patient).toBe(800);
    await page.getByRole('link', { name: 'Basket, 1 item' }).click();
    await button(page, 'Sign in and check out').click();
    await signInThere(page, person);
    await heading(page, 'Where shall it go?').waitFor();
    expect(new URL(page.url()).origin).toBe(site.origin);
    await decideEverything(page);
    await placeOrder(page).click();
    await page.getByText('is paid and waits').waitFor();
    const olivia = await stage.shop.signIn('olivia');
    await olivia('ordering', `POST orders/${orderIdIn(page)}/ship`);
    await page.getByText('It is on its way to you.').waitFor();
  });

  test('is refused by the gateway on any other origin', async () => {
    const stranger = await serveOnOtherOrigin();
    try {
      stranger.tell(stage.shop);
      const visit = await stage.visitor({ origin: stranger.origin });
      visit.expectFaults(/CORS policy|ERR_FAILED/);
      await visit.page.goto('/');
      await heading(visit.page, 'The shelves would not load').waitFor();
      expect(visit.faults()).toEqual([]);
    } finally {
      await stranger.close();
    }
  });

  test('runs no script and takes no style that does not come as a file from its own origin', async () => {
    const visit = await stage.visitor();
    const answer = await visit.page.goto('/');
    const policy = answer?.headers()['content-security-policy'] ?? '';
    expect(policy).toMatch(/default-src 'none'; script-src 'self'; style-src 'self'/);
    expect(policy).not.toContain('unsafe');
    visit.expectFaults(/Content Security Policy/);
    await visit.page.evaluate(
      'document.head.append(Object.assign(document.createElement("script"), { textContent: "window.intruded = true" }))',
    );
    expect(await visit.page.evaluate('window.intruded')).toBeUndefined();
  });

  test('can be installed: a manifest, icons of the sizes that it names, and a worker with a page for being offline', async () => {
    const { page, context } = await stage.visitor();
    await page.goto('/');
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    const session = await context.newCDPSession(page);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // A window that keeps nothing, as a test has it, is the one thing that stands in the way.
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
    const manifest = (await (await fetch(`${stage.shop.gateway}/manifest.webmanifest`)).json()) as Manifest;
    for (const { src, sizes } of manifest.icons) {
      const icon = await fetch(`${stage.shop.gateway}${src}`);
      expect([src, pngSize(Buffer.from(await icon.arrayBuffer()))]).toEqual([src, sizes]);
    }
    expect(manifest.icons.some(({ purpose }) => purpose === 'maskable')).toBe(true);
    const worker = await readFile(new URL('../spa/public/sw.js', import.meta.url), 'utf8');
    const kept = [...worker.matchAll(/'(\/[\w./-]+)'/g)].map(([, path]) => path);
    for (const path of new Set(kept))
      expect([path, (await fetch(`${stage.shop.gateway}${path}`)).status]).toEqual([path, 200]);
  });

  test('moves from page to page, but not for those who want no motion', async () => {
    const countTransitions = `{
      const start = document.startViewTransition.bind(document);
      window.transitions = 0;
      document.startViewTransition = (how) => ((window.transitions += 1), start(how));
    }`;
    const transitions = async (reducedMotion: 'reduce' | 'no-preference'): Promise<number> => {
      const { page, context } = await stage.visitor({ reducedMotion });
      await context.addInitScript(countTransitions);
      await page.goto('/');
      await page.getByRole('link', { name: 'Cold Start Mug' }).click();
      await page.getByRole('heading', { level: 1, name: 'Cold Start Mug' }).waitFor();
      await page.goBack();
      await heading(page, 'The shop').waitFor();
      return page.evaluate<number>('window.transitions');
    };
    expect(await transitions('reduce')).toBe(0);
    expect(await transitions('no-preference')).toBe(2);
  });
});
