import { mkdtemp, readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keyNames, openKeys } from './keys.ts';

const newFolder = () => mkdtemp(join(tmpdir(), 'keys-'));

test('apps that start at once in a new folder have the same keys', async () => {
  const folder = join(await newFolder(), 'keys');
  const [first, ...others] = await Promise.all(Array.from({ length: 20 }, () => openKeys(folder)));
  for (const keys of others) expect(keys).toEqual(first);
  expect(new Set(Object.values(first ?? {})).size).toBe(keyNames.length);
});

test('keys outlive the app, in files for their owner alone', async () => {
  const folder = await newFolder();
  const keys = await openKeys(folder);
  expect(await openKeys(folder)).toEqual(keys);
  expect((await readdir(folder)).sort()).toEqual([...keyNames].sort());
  expect((await stat(join(folder, 'master-key'))).mode & 0o777).toBe(0o600);
});
