import { once } from 'node:events';
import { mkdtemp, readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { keyNames, openKeys } from './keys.ts';

const newFolder = () => mkdtemp(join(tmpdir(), 'keys-'));

test('apps that start at once in a new folder have the same keys', async () => {
  const folder = join(await newFolder(), 'keys');
  const [first, ...others] = await Promise.all(Array.from({ length: 20 }, () => openKeys(folder)));
  for (const keys of others) expect(keys).toEqual(first);
  expect(new Set(Object.values(first ?? {})).size).toBe(keyNames.length);
});

/** Reads a file the moment it is there, as another process might. */
const eagerReader = (file: string) =>
  new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
    const { readFileSync } = require('node:fs');
    parentPort.postMessage('ready');
    for (;;) try { parentPort.postMessage(readFileSync(workerData, 'utf8')); break; } catch {}`,
    { eval: true, workerData: file },
  );

test('a key file is never there without its key', async () => {
  for (let round = 0; round < 10; round += 1) {
    const folder = await newFolder();
    const reader = eagerReader(join(folder, 'function-key'));
    await once(reader, 'message');
    const read = once(reader, 'message');
    const keys = await openKeys(folder);
    expect(await read).toEqual([`${keys['function-key']}\n`]);
  }
});

test('keys outlive the app, in files for their owner alone', async () => {
  const folder = await newFolder();
  const keys = await openKeys(folder);
  expect(await openKeys(folder)).toEqual(keys);
  expect((await readdir(folder)).sort()).toEqual([...keyNames].sort());
  expect((await stat(join(folder, 'master-key'))).mode & 0o777).toBe(0o600);
});
