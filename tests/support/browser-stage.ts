/** A shop and a browser for a file of browser tests: one of each for all of them, somebody new in every test. */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { ShopOptions } from '../../local/shop.ts';
import { openBrowser, openVisit, type Visit } from './browser.ts';
import { arriveSignedIn, createAccount, type SignedIn } from './browser-user.ts';
import { openTestShop, type TestShop } from './shop.ts';

export interface Stage {
  readonly shop: TestShop;
  /** Somebody new, on no page yet; with what `openVisit` takes. At the end of the test nothing may have gone wrong in their browser. */
  visitor(options?: BrowserContextOptions & { origin?: string }): Promise<Visit>;
  /** Somebody new with an account, already signed in. */
  buyer(options?: BrowserContextOptions): Promise<Visit & SignedIn>;
}

const pictures = fileURLToPath(new URL('../../dist/failures', import.meta.url));

/** What a page looked like when a test failed. */
const photograph = async (visit: Visit, name: string): Promise<void> => {
  await mkdir(pictures, { recursive: true });
  const file = name.replaceAll(/\W+/g, '-');
  for (const [place, page] of visit.context.pages().entries())
    await page.screenshot({ path: `${pictures}/${file}-${place}.png` }).catch(() => undefined);
};

/** What the parts of the shop warned of or failed at. */
const troubleIn = (log: readonly string[]): string[] => log.filter((line) => /"level":[456]0|CRASHED/.test(line));

/**
 * To be called in a `describe`: opens shop and browser before its tests and closes them afterwards. `options` are asked for at the start,
 * in case they depend on something that was started before.
 */
export const useStage = (options: () => Partial<ShopOptions> = () => ({})): Stage => {
  const visits: Visit[] = [];
  const open: { shop?: TestShop; browser?: Browser } = {};
  const opened = <Name extends 'shop' | 'browser'>(what: Name) => {
    const found = open[what];
    if (!found) throw new Error(`The ${what} is not open yet.`);
    return found;
  };

  beforeAll(async () => {
    [open.shop, open.browser] = await Promise.all([openTestShop({ hosts: 'one', ...options() }), openBrowser()]);
  });
  afterEach(async ({ task }) => {
    const faults: string[] = [];
    for (const visit of visits.splice(0)) {
      if (task.result?.state === 'fail') await photograph(visit, task.name);
      faults.push(...visit.faults());
      await visit.close();
    }
    if (faults.length > 0)
      throw new Error(`In the browser: ${[...faults, ...troubleIn(opened('shop').log)].join('\n')}`);
  });
  afterAll(async () => {
    await open.browser?.close();
    await open.shop?.close();
  });

  const visitor: Stage['visitor'] = async ({ origin, ...context } = {}) => {
    const visit = await openVisit(opened('browser'), origin ?? opened('shop').gateway, context);
    visits.push(visit);
    return visit;
  };
  return {
    get shop() {
      return opened('shop');
    },
    visitor,
    buyer: async (context) => {
      const [visit, account] = await Promise.all([visitor(context), createAccount(opened('shop'))]);
      await arriveSignedIn(visit, opened('shop'), account);
      return { ...visit, ...account };
    },
  };
};
