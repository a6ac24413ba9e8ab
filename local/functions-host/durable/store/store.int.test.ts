import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { listLogger } from '../testing/harness.ts';
import { type InstanceRow, openStore } from './store.ts';

const newFile = async () => join(await mkdtemp(join(tmpdir(), 'durable-')), 'durable.db');

const row = (key: number): InstanceRow => ({
  key,
  id: `i${key}`,
  execution_id: 'x',
  name: 'o',
  version: '',
  status: 'Pending',
  created_at: key,
  updated_at: key,
  open_work: 1,
  next_timer: null,
  parent: null,
  trace: 't',
  input: '""',
  custom_status: null,
  output: null,
});

test('what one turn writes is committed together, at its end', async () => {
  const store = openStore(await newFile(), listLogger([]));
  const order: string[] = [];
  store.insert(row(1));
  store.afterCommit(() => order.push('first'));
  store.insert(row(2));
  store.afterCommit(() => order.push('second'));
  expect([order, store.find('i2')?.key]).toEqual([[], 2]);
  await store.committed();
  expect(order).toEqual(['first', 'second']);
  store.afterCommit(() => order.push('at once'));
  expect(order).toHaveLength(3);
  store.close();
});

test('a failed write takes its whole turn back, is logged as fatal, and nothing is written after it', async () => {
  const lines: string[] = [];
  const dataFile = await newFile();
  const store = openStore(dataFile, listLogger(lines));
  store.insert(row(1));
  await store.committed();
  store.insert(row(2));
  const committed = store.committed();
  expect(() => store.insert(row(1))).toThrow(/could not be written/);
  await expect(committed).rejects.toThrow(/could not be written/);
  expect(() => store.insert(row(3))).toThrow(/could not be written/);
  expect(lines.some((line) => line.includes('"level":60'))).toBe(true);
  store.close();
  const db = new DatabaseSync(dataFile);
  expect(db.prepare('SELECT id FROM instances').all()).toMatchObject([{ id: 'i1' }]);
  db.close();
});

test('keys go on where they were, and removed instances leave nothing behind', async () => {
  const dataFile = await newFile();
  const before = openStore(dataFile, listLogger([]));
  before.insert(row(before.nextKey()));
  before.insert(row(before.nextKey()));
  before.appendEpisode(1, 0, '{}');
  before.remove(1);
  before.close();
  const after = openStore(dataFile, listLogger([]));
  expect([after.nextKey(), after.episodes(1), after.find('i1')]).toEqual([3, [], undefined]);
  after.close();
});

test('a file with another layout is refused', async () => {
  const dataFile = await newFile();
  const db = new DatabaseSync(dataFile);
  db.exec('PRAGMA user_version = 99');
  db.close();
  expect(() => openStore(dataFile, listLogger([]))).toThrow(/has layout 99; this program reads layout 1/);
});
