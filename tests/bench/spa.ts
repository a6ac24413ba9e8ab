/** `spa`: how much JavaScript a browser loads before the shop is there, compressed. */
import { measureSpa } from '../../spa/build.ts';
import type { Bench } from './bench.ts';
import { round } from './support/statistics.ts';
import { printTable } from './support/table.ts';

export const spa: Bench = async () => {
  const { initialJsGzip, files } = await measureSpa();
  printTable(
    'JavaScript that a first visit to the catalog loads',
    ['file', 'KB compressed'],
    files.map(({ file, gzip }) => [file, gzip / 1024]),
  );
  return { initialJsGzipKb: round(initialJsGzip / 1024) };
};
