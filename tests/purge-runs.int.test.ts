/** The runs that ordering forgets, on the real host: what is kept of them is made older while the host is away. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FunctionsHost, startHost } from '../local/functions-host/host.ts';

const folder = mkdtempSync(join(tmpdir(), 'purge-'));
const bundle = join(folder, 'app.cjs');
const dataDir = join(folder, 'data');
const dayMs = 24 * 60 * 60 * 1000;
const keptDays = 30;
let host: FunctionsHost;
let log: string[] = [];
let opened = 0;

/** Each time from a folder of its own: a module is loaded once in a process, and an app registers its functions as it is loaded. */
const open = async (): Promise<void> => {
  const appDir = join(folder, `app-${(opened += 1)}`);
  mkdirSync(appDir);
  copyFileSync(bundle, join(appDir, 'app.cjs'));
  writeFileSync(join(appDir, 'package.json'), JSON.stringify({ main: 'app.cjs' }));
  copyFileSync(new URL('../host.json', import.meta.url), join(appDir, 'host.json'));
  const write = (line: string) => void log.push((JSON.parse(line) as { msg: string }).msg);
  host = await startHost({ appDir, port: 0, dataDir, log: pino({ level: 'info' }, { write }) });
};

beforeAll(async () => {
  process.env.ORDERING_STORE = 'sqlite::memory:';
  process.env.ORDERING_KEEP_RUNS_DAYS = String(keptDays);
  await build({
    entryPoints: [fileURLToPath(new URL('support/purge-app.ts', import.meta.url))],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['@azure/functions-core'],
    logLevel: 'warning',
  });
  await open();
});
afterAll(async () => {
  await host?.close();
  rmSync(folder, { recursive: true });
});

const key = (name: string) => readFileSync(join(dataDir, name), 'utf8').trim();

const durable = (method: string, path: string, body?: unknown) =>
  fetch(`http://127.0.0.1:${host.port}/runtime/webhooks/durabletask/${path}?code=${key('system-key')}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

/** `none` when nothing is kept of the run. */
const statusOf = async (run: string): Promise<string> => {
  const answer = await durable('GET', `instances/${run}`);
  return answer.status === 404 ? 'none' : ((await answer.json()) as { runtimeStatus: string }).runtimeStatus;
};

const statuses = async (runs: readonly string[]): Promise<Record<string, string>> =>
  Object.fromEntries(await Promise.all(runs.map(async (run) => [run, await statusOf(run)] as const)));

/** When a run began and when it was last heard of, in days before now. */
type Age = readonly [began: number, last: number];

/** Makes the runs older while nobody has their file open. */
const age = async (ages: Readonly<Record<string, Age>>): Promise<void> => {
  await host.close();
  const store = new DatabaseSync(join(dataDir, 'durable.db'));
  const change = store.prepare('update instances set created_at = ?, updated_at = ? where id = ?');
  for (const [run, [began, last]] of Object.entries(ages))
    expect(change.run(Date.now() - began * dayMs, Date.now() - last * dayMs, run).changes).toBe(1);
  store.close();
  await open();
};

/** Runs the timer's function now, to its end. */
const purge = async (): Promise<string> => {
  log = [];
  const url = `http://127.0.0.1:${host.port}/admin/functions/ordering-purge-runs`;
  const headers = { 'x-functions-key': key('master-key'), 'content-type': 'application/json' };
  expect((await fetch(url, { method: 'POST', headers, body: JSON.stringify({ input: '' }) })).status).toBe(202);
  const said = () => log.find((line) => line.includes('Forgot'));
  await expect.poll(said, { timeout: 20_000 }).toBeDefined();
  return said() ?? '';
};

const long = keptDays + 1;
const runs: Readonly<Record<string, { how: 'end' | 'fail' | 'wait' | 'terminate'; age: Age; left: string }>> = {
  'completed-long-ago': { how: 'end', age: [long + 1, long], left: 'none' },
  'failed-long-ago': { how: 'fail', age: [long, long], left: 'none' },
  'terminated-long-ago': { how: 'terminate', age: [long, long], left: 'none' },
  'completed-of-late': { how: 'end', age: [keptDays - 1, keptDays - 1], left: 'Completed' },
  'begun-long-ago-ended-of-late': { how: 'end', age: [long, 1], left: 'Completed' },
  'begun-long-ago-not-ended': { how: 'wait', age: [long, long], left: 'Running' },
};
const names = Object.keys(runs);
const stateOf = { end: 'Completed', fail: 'Failed', wait: 'Running', terminate: 'Terminated' };

test('runs that ended long ago are forgotten, also those that failed, and nothing else is', async () => {
  for (const [run, { how }] of Object.entries(runs)) {
    await durable('POST', `orchestrators/run/${run}`, how);
    if (how === 'terminate') await durable('POST', `instances/${run}/terminate`);
  }
  const before = Object.fromEntries(Object.entries(runs).map(([run, { how }]) => [run, stateOf[how]]));
  await expect.poll(() => statuses(names), { timeout: 20_000 }).toEqual(before);
  await age(Object.fromEntries(Object.entries(runs).map(([run, one]) => [run, one.age])));

  expect(await purge()).toContain('Forgot 3 runs');
  const after = Object.fromEntries(Object.entries(runs).map(([run, { left }]) => [run, left]));
  expect(await statuses(names)).toEqual(after);
  expect(await purge()).toContain('Forgot 0 runs');
});

test('more runs than one look brings are forgotten in one go', async () => {
  const many = Array.from({ length: 130 }, (_, number) => `many-${number}`);
  await Promise.all(many.map((run) => durable('POST', `orchestrators/run/${run}`, 'end')));
  const states = async () => new Set(Object.values(await statuses(many)));
  await expect.poll(states, { timeout: 20_000 }).toEqual(new Set(['Completed']));
  await age(Object.fromEntries(many.map((run) => [run, [long, long] as const])));

  expect(await purge()).toContain('Forgot 130 runs');
  expect(await states()).toEqual(new Set(['none']));
});
