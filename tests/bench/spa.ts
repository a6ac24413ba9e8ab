/** `spa`: how much JavaScript a browser loads before the shop is there, compressed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Bench } from './bench.ts';
import { round, sum } from './support/statistics.ts';
import { printTable } from './support/table.ts';

const folder = fileURLToPath(new URL('../../dist/spa', import.meta.url));

/** The scripts and module preloads that the page names, as paths from its root. */
const scriptsIn = (page: string): string[] => {
  const tags = page.match(/<script\b[^>]*\bsrc=[^>]*>|<link\b[^>]*\brel="?modulepreload[^>]*>/g) ?? [];
  return tags.map((tag) => /\b(?:src|href)="?([^"\s>]+)/.exec(tag)?.[1] ?? '').filter((path) => !path.includes('//'));
};

export const spa: Bench = async () => {
  const page = join(folder, 'index.html');
  const scripts = scriptsIn(readFileSync(page, 'utf8')).map((path) => {
    const content = readFileSync(join(folder, path));
    return { path, kb: content.length / 1024, gzipKb: gzipSync(content, { level: 9 }).length / 1024 };
  });
  printTable(
    'JavaScript that the first page loads',
    ['file', 'KB', 'KB compressed'],
    scripts.map(({ path, kb, gzipKb }) => [path, kb, gzipKb]),
  );
  return { initialJsGzipKb: round(sum(scripts.map(({ gzipKb }) => gzipKb))) };
};
