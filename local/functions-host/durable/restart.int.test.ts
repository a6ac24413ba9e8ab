import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { finished, isRunning, statusWhen } from './testing/finished.ts';
import { controls, openGate } from './testing/fixture/controls.ts';
import { startTestHub, type TestHub, testFunctions } from './testing/harness.ts';

process.env.WEBSITE_HOSTNAME = 'localhost:7071';
const hour = 3_600_000;
let dataFile: string;

beforeEach(async () => {
  dataFile = join(await mkdtemp(join(tmpdir(), 'durable-')), 'durable.db');
});

const begun = async (name: string, times: number) => {
  while (controls.begun.filter((other) => other === name).length < times) await sleep(2);
};

test('instances that wait for events and timers go on after a restart', async () => {
  const clock = { now: Date.UTC(2026, 0, 1) };
  const now = () => clock.now;
  const before = await startTestHub({ dataFile, now });
  const reporting = await before.client.startNew('reporting');
  const approval = await before.client.startNew('approval', { input: { ms: hour } });
  const late = await before.client.startNew('approval', { input: { ms: 2 * hour } });
  await Promise.all([reporting, approval, late].map((id) => statusWhen(before.client, id, isRunning)));
  await before.close();
  clock.now += hour;

  const after = await startTestHub({ dataFile, now });
  expect((await finished(after.client, approval)).output).toBe('timed out');
  expect((await after.client.getStatus(reporting)).customStatus).toEqual({ step: 'waiting', at: 1 });
  await after.client.raiseEvent(reporting, 'go', {});
  expect((await finished(after.client, reporting)).output).toBe('gone');
  await after.client.raiseEvent(late, 'Approval', 'yes');
  expect((await finished(after.client, late)).output).toEqual({ approved: 'yes' });
  await after.close();
});

test('an activity that had not ended runs again, and its first run counts for nothing', async () => {
  controls.gateClosed = true;
  const before = await startTestHub({ dataFile });
  const id = await before.client.startNew('holding', { instanceId: 'held' });
  await begun(id, 1);
  await before.close(0);
  openGate();
  const after = await startTestHub({ dataFile });
  expect((await finished(after.client, id)).output).toEqual({ held: id });
  expect(controls.begun.filter((name) => name === id)).toHaveLength(2);
  await after.close();
});

test('a closing hub waits for its activities and keeps their results', async () => {
  controls.gateClosed = true;
  const before = await startTestHub({ dataFile });
  const id = await before.client.startNew('holding', { instanceId: 'kept' });
  await begun(id, 1);
  const closing = before.close(10_000);
  openGate();
  await closing;
  const after = await startTestHub({ dataFile });
  expect((await finished(after.client, id)).output).toEqual({ held: id });
  expect(controls.begun.filter((name) => name === id)).toHaveLength(1);
  await after.close();
});

const without = async (name: string) => (await testFunctions()).filter((fn) => fn.name !== name);

test('instances of an orchestrator that the app has lost wait for it, and can be terminated', async () => {
  const before = await startTestHub({ dataFile });
  const waits = await before.client.startNew('reporting');
  const ends = await before.client.startNew('reporting');
  await Promise.all([waits, ends].map((id) => statusWhen(before.client, id, isRunning)));
  await before.close();

  const lost = await startTestHub({ dataFile, functions: await without('reporting') });
  await lost.client.raiseEvent(waits, 'go', {});
  await lost.client.terminate(ends, 'gone');
  expect((await finished(lost.client, ends)).output).toBe('gone');
  expect(lost.log.some((line) => line.includes("instances of 'reporting' wait"))).toBe(true);
  await lost.close();

  const found = await startTestHub({ dataFile });
  expect((await finished(found.client, waits)).output).toBe('gone');
  await found.close();
});

test('a scheduled activity that the app has lost fails by name', async () => {
  controls.gateClosed = true;
  const before = await startTestHub({ dataFile });
  const id = await before.client.startNew('holding', { instanceId: 'orphan' });
  await begun(id, 1);
  await before.close(0);
  openGate();
  const after = await startTestHub({ dataFile, functions: await without('gated') });
  expect((await finished(after.client, id)).output).toContain("The function 'gated' doesn't exist");
  await after.close();
});

test('a file that another hub has open is refused', async () => {
  const hub: TestHub = await startTestHub({ dataFile });
  await expect(startTestHub({ dataFile })).rejects.toThrow(/is in use: another host runs/);
  await hub.close();
});

test('a hub that has closed answers 503', async () => {
  const { hub, close } = await startTestHub({ dataFile });
  await close();
  const request = {
    method: 'GET',
    path: 'instances',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
  };
  expect((await hub.handle({ ...request, publicBaseUrl: '' })).status).toBe(503);
});
