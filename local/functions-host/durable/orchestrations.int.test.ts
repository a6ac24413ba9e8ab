import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { finished, isRunning, runToEnd, statusWhen } from './testing/finished.ts';
import { controls, openGate } from './testing/fixture/controls.ts';
import { startTestHub, type TestHub } from './testing/harness.ts';

let hub: TestHub;
const clock = { ahead: 0 };

beforeAll(async () => {
  process.env.WEBSITE_HOSTNAME = 'localhost:7071';
  process.env.FIXTURE_DIR = await mkdtemp(join(tmpdir(), 'durable-'));
  hub = await startTestHub({ defaultVersion: '1.4', now: () => Date.now() + clock.ahead });
});

afterAll(() => hub.close());

const hour = 3_600_000;

test('activities run one after the other, and the output is theirs', async () => {
  const { runtimeStatus, output, name } = await runToEnd(hub.client, 'helloCities');
  const cities = ['Tokyo', 'Seattle', 'London', 'Cairo', 'Lima'];
  expect({ runtimeStatus, output, name }).toEqual({
    runtimeStatus: 'Completed',
    output: cities.map((city) => `Hello ${city}!`),
    name: 'helloCities',
  });
});

test('a fan-out runs its activities at the same time and gathers their results', async () => {
  expect((await runToEnd(hub.client, 'fanOut', { input: { n: 100, ms: 1 } })).output).toBe(328_350);
});

test('an event wins against its timer, and the cancelled timer does not hold the end up', async () => {
  const id = await hub.client.startNew('approval', { input: { ms: hour } });
  await hub.client.raiseEvent(id, 'Approval', { by: 'alice' });
  expect((await finished(hub.client, id)).output).toEqual({ approved: { by: 'alice' } });
});

test('a timer wins when its time has come', async () => {
  const id = await hub.client.startNew('approval', { input: { ms: 24 * hour } });
  await statusWhen(hub.client, id, isRunning);
  clock.ahead += 25 * hour;
  expect((await finished(hub.client, id)).output).toBe('timed out');
});

test('an event that comes before anybody waits is kept', async () => {
  const id = await hub.client.startNew('collecting', { input: { wanted: 2, ms: hour } });
  await hub.client.raiseEvent(id, 'message', { n: 1 });
  await hub.client.raiseEvent(id, 'message', { n: 2 });
  expect((await finished(hub.client, id)).output).toEqual([1, 2]);
});

test('a retried activity is tried until it succeeds', async () => {
  const { output } = await runToEnd(hub.client, 'retrying', { input: { key: 'a', failures: 2, attempts: 3 } });
  expect(output).toEqual({ after: 'a done' });
});

test('a retried activity that never succeeds fails the orchestration with its last error', async () => {
  const { runtimeStatus, output } = await runToEnd(hub.client, 'retrying', {
    input: { key: 'b', failures: 9, attempts: 2 },
  });
  expect(runtimeStatus).toBe('Failed');
  expect(output).toContain("Orchestrator function 'retrying' failed: Activity function 'flaky' failed: call 2 fails");
});

test('errors of activities carry the name of the activity and its message', async () => {
  const { runtimeStatus, output } = await runToEnd(hub.client, 'failing');
  expect({ runtimeStatus, output }).toEqual({
    runtimeStatus: 'Failed',
    output: `Orchestrator function 'failing' failed: Activity function 'fail' failed: no luck \n {"Message":"no luck"}`,
  });
  expect((await runToEnd(hub.client, 'catching')).output).toEqual({
    caught: 'Activity function \'fail\' failed: no luck \n {"Message":"no luck"}',
  });
});

test('an orchestrator that throws fails with its message', async () => {
  expect((await runToEnd(hub.client, 'throwing')).output).toBe("Orchestrator function 'throwing' failed: boom");
});

test('continueAsNew goes on with a new history, and events that arrive together are not lost', async () => {
  const id = await hub.client.startNew('adding', { input: { left: 50, sum: 0 } });
  await Promise.all(Array.from({ length: 50 }, (_, i) => hub.client.raiseEvent(id, 'add', { n: i })));
  expect((await finished(hub.client, id)).output).toBe(1225);
});

test('continueAsNew works with activities and timers in every generation', async () => {
  expect((await runToEnd(hub.client, 'repeating', { input: { left: 5, sum: 0 } })).output).toBe(55);
});

test('events that nobody has consumed are dropped at continueAsNew, with a warning', async () => {
  const id = await hub.client.startNew('adding', { input: { left: 2, sum: 0 } });
  await hub.client.raiseEvent(id, 'other', {});
  await hub.client.raiseEvent(id, 'add', { n: 1 });
  await hub.client.raiseEvent(id, 'add', { n: 2 });
  expect((await finished(hub.client, id)).output).toBe(3);
  expect(
    hub.log.some((line) => line.includes(id) && line.includes('continueAsNew drops unconsumed events: other')),
  ).toBe(true);
});

test('the custom status shows while the orchestration runs and stays at its end', async () => {
  const id = await hub.client.startNew('reporting');
  const waiting = await statusWhen(hub.client, id, (status) => status.customStatus !== null);
  expect(waiting.customStatus).toEqual({ step: 'waiting', at: 1 });
  await hub.client.raiseEvent(id, 'go', {});
  expect((await finished(hub.client, id)).customStatus).toEqual({ step: 'going' });
});

test('an instance has the default version or the one that it was started with', async () => {
  expect((await runToEnd(hub.client, 'versioned')).output).toEqual({ version: '1.4' });
  expect((await runToEnd(hub.client, 'versioned', { version: '0.9' })).output).toEqual({ version: '0.9' });
});

test('sub-orchestrations give their output, or their error, to their parent', async () => {
  const { output } = await runToEnd(hub.client, 'parent', { input: { n: 3 }, instanceId: 'family' });
  expect(output).toMatchObject({ sums: [0, 1, 5], parent: 'none' });
  expect((output as { error: string }).error).toContain("Orchestrator function 'throwing' failed: boom");
  expect((await hub.client.getStatus('family-throwing')).runtimeStatus).toBe('Failed');
});

test('Task.any of Task.all and a timer gives the results of all', async () => {
  expect((await runToEnd(hub.client, 'racing')).output).toEqual([4, 9]);
});

test('inputs keep the quirks of the real host', async () => {
  const echo = async (input?: unknown) => (await runToEnd(hub.client, 'input', { input })).output;
  expect(await echo({ a: [1] })).toEqual({ input: { a: [1] }, echo: { a: [1] } });
  expect(await echo('text')).toEqual({ input: 'text', echo: 'text' });
  expect(await echo(5)).toEqual({ input: 5, echo: 5 });
  expect(await echo(true)).toEqual({ input: true, echo: 'True' });
  expect(await echo()).toEqual({ input: '', echo: '' });
  expect((await runToEnd(hub.client, 'stringly', { input: 'first' })).output).toBe('"second"');
});

const begun = async (name: string) => {
  while (!controls.begun.includes(name)) await sleep(2);
};

test('a message during an activity is not lost when every waiter is kept until it is consumed', async () => {
  controls.gateClosed = true;
  const id = await hub.client.startNew('collecting', { input: { wanted: 4, ms: 10 } });
  const waiters = (customStatus: unknown) => (customStatus as { waiters: number } | null)?.waiters ?? 0;
  await statusWhen(hub.client, id, ({ customStatus }) => waiters(customStatus) > 2);
  await hub.client.raiseEvent(id, 'message', { n: 1 });
  await begun(`${id} 1`);
  await hub.client.raiseEvent(id, 'message', { n: 2 });
  await hub.client.raiseEvent(id, 'message', { n: 3 });
  openGate();
  await begun(`${id} 3`);
  await hub.client.raiseEvent(id, 'message', { n: 4 });
  expect((await finished(hub.client, id)).output).toEqual([1, 2, 3, 4]);
});

test('a message during an activity is lost to a waiter that was in two Task.any, as with durable-functions 3.5 in Azure', async () => {
  controls.gateClosed = true;
  const id = await hub.client.startNew('losing');
  await statusWhen(hub.client, id, ({ customStatus }) => customStatus === 'waits again');
  await hub.client.raiseEvent(id, 'message', { n: 1 });
  await begun(id);
  await hub.client.raiseEvent(id, 'message', { n: 2 });
  openGate();
  expect((await finished(hub.client, id)).output).toEqual({ first: { n: 1 }, second: 'lost' });
});

test('what the app lacks or this host does not support ends the instance with a message', async () => {
  const output = async (name: string) => (await runToEnd(hub.client, name)).output;
  expect(await output('callsUnknownActivity')).toContain("The function 'nowhere' doesn't exist");
  expect(await output('callsEntity')).toContain('Durable entities (callEntity) are not supported');
  expect(await output('callsHttp')).toContain('Durable HTTP calls (callHttp) are not supported');
  expect(
    hub.log.some((line) => line.includes("The function 'nowhere' doesn't exist") && line.includes('"level":50')),
  ).toBe(true);
});

test('an entity in the app is reported at the start', async () => {
  const { log, close } = await startTestHub({ functions: [{ name: 'counter', type: 'entityTrigger' }] });
  expect(log.join()).toContain("Durable entities are not supported by this host: 'counter' never runs");
  await close();
});

test('an orchestrator that decides otherwise than before fails as non-deterministic', async () => {
  const id = await hub.client.startNew('moody');
  await statusWhen(hub.client, id, isRunning);
  controls.mood = 'square';
  await hub.client.raiseEvent(id, 'go', {});
  const { runtimeStatus, output } = await finished(hub.client, id);
  controls.mood = 'echo';
  expect(runtimeStatus).toBe('Failed');
  expect(output).toContain('Non-Deterministic workflow detected');
});
