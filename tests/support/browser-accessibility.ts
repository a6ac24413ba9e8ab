/** What a page is like for people who see, hear or reach it differently: axe-core's findings, and whether it fits a phone. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** Everything that axe-core finds wrong with a page as it is now, each as a readable line. */
export const axeFindings = async (page: Page): Promise<string[]> => {
  // Evaluated, not added as a script: the page's content security policy lets no script of ours in.
  await page.evaluate(source);
  const { violations } = (await page.evaluate('axe.run()')) as { violations: Violation[] };
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 300)} ${failureSummary}`),
  );
};

/** How many pixels of a page one would have to scroll sideways for. */
export const tooWideBy = async (page: Page): Promise<number> =>
  Number(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'));
