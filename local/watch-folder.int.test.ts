import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { watchFolder } from './watch-folder.ts';

const replace = async (file: string, text: string): Promise<void> => {
  await writeFile(`${file}~`, text);
  await rename(`${file}~`, file);
};

test('every change is told: of files that are replaced again and again, and in folders that come and come back', async () => {
  const root = await mkdtemp(join(tmpdir(), 'watched-'));
  await mkdir(join(root, 'inner'));
  const changed = new Set<string>();
  const watching = watchFolder(root, (path) => changed.add(path));
  onTestFinished(async () => {
    watching.close();
    await rm(root, { recursive: true });
  });
  const tells = async (file: string, change: () => Promise<unknown>): Promise<void> => {
    changed.clear();
    await change();
    await vi.waitFor(() => expect(changed).toContain(file), { timeout: 10_000 });
  };

  const file = join(root, 'inner', 'a.ts');
  for (const text of ['one', 'two', 'three']) await tells(file, () => replace(file, text));
  await tells(file, () => writeFile(file, 'in place'));
  const folder = join(root, 'inner', 'new');
  const within = join(folder, 'b.ts');
  for (const _ of ['once', 'again']) {
    await tells(folder, () => mkdir(folder));
    await tells(within, () => replace(within, 'four'));
    await tells(folder, () => rm(folder, { recursive: true }));
  }
});
