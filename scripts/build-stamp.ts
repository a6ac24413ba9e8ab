/** Whether what stands in dist/ was built from the sources as they are: told by their names, sizes and times of change. */
import { createHash } from 'node:crypto';
import { glob, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = join(root, 'dist', 'build-stamp');

/** Everything that a build reads, the builder and the versions of the packages included. */
const sources = [
  '{functions,shared,spa}/**/*.*',
  'scripts/build*.ts',
  '{host,local.settings.sample,package,package-lock,tsconfig}.json',
];

const stampOf = async (): Promise<string> => {
  const files: string[] = [];
  for await (const file of glob(sources, { cwd: root })) {
    const { size, mtimeMs } = await stat(join(root, file));
    files.push(`${file} ${size} ${mtimeMs}`);
  }
  return createHash('sha256').update(files.toSorted().join('\n')).digest('hex');
};

/** Builds and notes what was built; a build that is broken off leaves no note. */
export const stamped = async (build: () => Promise<void>): Promise<void> => {
  const stamp = await stampOf();
  await rm(stampFile, { force: true });
  await build();
  await mkdir(join(root, 'dist'), { recursive: true });
  await writeFile(stampFile, stamp);
};

export const isBuilt = async (): Promise<boolean> =>
  (await readFile(stampFile, 'utf8').catch(() => '')) === (await stampOf());
