/** Builds the storefront into dist/spa and says what a first visit has to load. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const outDir = join(import.meta.dirname, '..', 'dist', 'spa');

interface Chunk {
  file: string;
  isEntry?: boolean;
  imports?: string[];
}
type Manifest = Record<string, Chunk>;

const gzipped = async (file: string): Promise<number> => gzipSync(await readFile(join(outDir, file))).length;

/** The files of a chunk and of all that it imports at once; what is imported later doesn't count. */
const filesOf = (manifest: Manifest, key: string, seen = new Set<string>()): Set<string> => {
  const chunk = manifest[key];
  if (!chunk || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const imported of chunk.imports ?? []) filesOf(manifest, imported, seen);
  return seen;
};

export interface SizeReport {
  /** Gzipped bytes of the JavaScript that the page needs before it shows the catalog. */
  initialJsGzip: number;
  files: readonly { file: string; gzip: number }[];
}

/** The first route is loaded by itself: a visit to the shop's front door needs the entry and the catalog page. */
const initialChunks = ['index.html', 'catalog/catalog-page.tsx'];

/** What a first visit to the catalog loads, of what stands in dist/spa. */
export const measureSpa = async (): Promise<SizeReport> => {
  const manifest = JSON.parse(await readFile(join(outDir, 'build-manifest.json'), 'utf8')) as Manifest;
  const missing = initialChunks.filter((key) => !manifest[key]);
  if (missing.length > 0)
    throw new Error(`The build has no ${missing.join(' and no ')}; name what a first visit loads.`);
  const initial = new Set(initialChunks.flatMap((key) => [...filesOf(manifest, key)]));
  const files = await Promise.all([...initial].map(async (file) => ({ file, gzip: await gzipped(file) })));
  return { initialJsGzip: files.reduce((sum, { gzip }) => sum + gzip, 0), files };
};

/** Builds dist/spa and returns how much JavaScript a first visit loads. */
export const buildSpa = async (): Promise<SizeReport> => {
  await build({ configFile: join(import.meta.dirname, 'vite.config.ts'), logLevel: 'warn' });
  return measureSpa();
};

if (import.meta.main) {
  const { initialJsGzip, files } = await buildSpa();
  for (const { file, gzip } of files) process.stdout.write(`${(gzip / 1024).toFixed(1).padStart(7)} KB  ${file}\n`);
  process.stdout.write(`${(initialJsGzip / 1024).toFixed(1).padStart(7)} KB  initial JavaScript, gzipped\n`);
}
