/** A real browser for tests: pages on a test shop, whose every console error, refused policy and failed request is a fault. */
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { haveProgram } from './debian.ts';

/** Whether browser tests can run here; for `describe.skipIf(!haveBrowser())`. */
export const haveBrowser = (): boolean => haveProgram('chromium');

/** Opens headless Chromium; whoever opens it closes it. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });

/** One person's browser: its pages share storage and cookies. */
export interface Visit {
  readonly context: BrowserContext;
  /** The first page, not yet on any address. */
  readonly page: Page;
  /** Another tab of the same browser. */
  newPage: () => Promise<Page>;
  /** Faults whose text matches are meant to happen from here on. */
  expectFaults: (...patterns: RegExp[]) => void;
  /** What went wrong on any page and was not expected. */
  faults: () => string[];
  close: () => Promise<void>;
}

/** Browsers report requests that a page gave up itself, by leaving or by aborting, as failed too. */
const givenUp = 'net::ERR_ABORTED';

/** An order that was just accepted exists a moment later: whoever is quick hears first that there is none, and the page asks again. */
const isArriving = (page: Page, address: string): boolean =>
  page.url().endsWith('?placed=true') && /\/api\/ordering\/orders\/[\w-]{36}$/.test(address);

const watch = (page: Page, note: (fault: string) => void): void => {
  page.on('pageerror', (error) => note(`error: ${error.message}`));
  page.on('console', (message) => {
    const { url } = message.location();
    if (/status of 404/.test(message.text()) && isArriving(page, url)) return;
    if (message.type() === 'error') note(`console: ${message.text()} (${url})`);
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    if (why !== givenUp) note(`request: ${request.method()} ${request.url()} ${why}`);
  });
};

/** How long a step may take before a test gives up on it; a machine under load is slow. */
const patienceMs = 30_000;

/** The same for `expect.poll`, which by itself gives up after a second. */
export const patient = { timeout: patienceMs };

/** Somebody new at `origin`, where relative addresses lead: an English browser that wants no motion, unless the options say otherwise. */
export const openVisit = async (
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<Visit> => {
  const context = await browser.newContext({
    baseURL: origin,
    locale: 'en-US',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 860 },
    ...options,
  });
  context.setDefaultTimeout(patienceMs);
  const expected: RegExp[] = [];
  const noted: string[] = [];
  context.on('page', (page) =>
    watch(page, (fault) => {
      if (!expected.some((pattern) => pattern.test(fault))) noted.push(fault);
    }),
  );
  return {
    context,
    page: await context.newPage(),
    newPage: () => context.newPage(),
    expectFaults: (...patterns) => void expected.push(...patterns),
    faults: () => noted,
    close: () => context.close(),
  };
};

/** No timer of the shop's pages that waits longer ever fires. */
const longestTimerMs = 500;

/**
 * Turns polling off, and all else that waits for time to pass, on a page or on all of a browser: what still moves there was told to it,
 * and what is offered for a while stays.
 */
export const withoutPolling = (where: Pick<Page, 'addInitScript'>): Promise<unknown> =>
  where.addInitScript(`{
    const { setTimeout, setInterval } = globalThis;
    const isShort = (ms) => !(ms > ${longestTimerMs});
    globalThis.setTimeout = (run, ms, ...rest) => (isShort(ms) ? setTimeout(run, ms, ...rest) : 0);
    globalThis.setInterval = (run, ms, ...rest) => (isShort(ms) ? setInterval(run, ms, ...rest) : 0);
  }`);
