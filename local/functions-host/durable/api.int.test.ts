import { HttpRequest } from '@azure/functions';
import { OrchestrationRuntimeStatus } from 'durable-functions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { finished, isRunning, runToEnd, statusWhen } from './testing/finished.ts';
import { startTestHub, type TestHub } from './testing/harness.ts';

let hub: TestHub;
/** Milliseconds; every instance is created later than those of earlier tests. */
const clock = { now: Date.UTC(2026, 0, 1) };
const hour = 3_600_000;

beforeAll(async () => {
  process.env.WEBSITE_HOSTNAME = 'localhost:7071';
  hub = await startTestHub({ now: () => clock.now });
});

afterAll(() => hub.close());

const call = async (method: string, path: string, init: { body?: string; headers?: Record<string, string> } = {}) => {
  const response = await fetch(`${hub.url}/${path}`, { method, ...init });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
};

test('a start answers 202 with the URLs to manage the instance', async () => {
  const { status, body, headers } = await call('POST', 'orchestrators/reporting/my-id?code=k');
  expect(status).toBe(202);
  expect(headers.get('location')).toBe(body.statusQueryGetUri);
  expect(headers.get('retry-after')).toBe('10');
  expect(body).toMatchObject({ id: 'my-id' });
  expect(body.sendEventPostUri).toMatch(/\/instances\/my-id\/raiseEvent\/\{eventName\}\?code=k$/);
  expect(Object.keys(body)).not.toContain('rewindPostUri');
});

test('a start of what is not there, or with a bad id, body or timeout, is refused with a reason', async () => {
  const refused = async (path: string, body?: string) => {
    const answer = await call('POST', path, body === undefined ? {} : { body });
    expect(answer.status).toBe(400);
    return answer.body.Message;
  };
  expect(await refused('orchestrators/nowhere')).toContain("The function 'nowhere' doesn't exist");
  expect(await refused('orchestrators/sayHello')).toContain('not an orchestrator function');
  expect(await refused('orchestrators/reporting/%40x')).toContain('must not start with @');
  expect(await refused('orchestrators/reporting/a%23b')).toContain('must not contain');
  expect(await refused('orchestrators/reporting', '{')).toContain('The body must be JSON');
  expect(await refused('orchestrators/reporting?timeout=soon')).toContain('timeout must be a number of seconds');
});

test('the orchestrator is found without regard to case', async () => {
  expect((await runToEnd(hub.client, 'HELLOCITIES')).name).toBe('helloCities');
});

test('a running instance keeps its id, a finished one is replaced', async () => {
  await hub.client.startNew('reporting', { instanceId: 'once' });
  await expect(hub.client.startNew('reporting', { instanceId: 'once' })).rejects.toThrow(/already exists/);
  await hub.client.raiseEvent('once', 'go', {});
  await finished(hub.client, 'once');
  await hub.client.startNew('helloCities', { instanceId: 'once' });
  expect((await finished(hub.client, 'once')).name).toBe('helloCities');
});

test('a start that waits answers with the output, or with the way to the status when it takes too long', async () => {
  const done = await call('POST', 'orchestrators/helloCities?timeout=30');
  expect([done.status, done.body.length]).toEqual([200, 5]);
  const failed = await call('POST', 'orchestrators/throwing?timeout=30');
  expect([failed.status, failed.body.runtimeStatus]).toEqual([500, 'Failed']);
  const late = await call('POST', 'orchestrators/reporting?timeout=0.01');
  expect([late.status, typeof late.body.statusQueryGetUri]).toEqual([202, 'string']);
});

test('the status of an unknown instance is an error in the SDK', async () => {
  await expect(hub.client.getStatus('nobody')).rejects.toThrow(/HTTP 404/);
});

test('the status shows the input unless it is not wanted, and times in seconds', async () => {
  const { instanceId } = await runToEnd(hub.client, 'input', { input: { a: 1 } });
  expect((await call('GET', `instances/${instanceId}`)).body).toMatchObject({
    input: { a: 1 },
    createdTime: '2026-01-01T00:00:00Z',
    customStatus: null,
  });
  expect((await call('GET', `instances/${instanceId}?showInput=false`)).body.input).toBeNull();
});

test('a failed instance answers 500 only to those who ask for it', async () => {
  const { instanceId } = await runToEnd(hub.client, 'throwing');
  expect((await call('GET', `instances/${instanceId}`)).status).toBe(200);
  expect((await call('GET', `instances/${instanceId}?returnInternalServerErrorOnFailure=true`)).status).toBe(500);
});

test('the history shows what ran and how it ended in one line each', async () => {
  const { instanceId } = await runToEnd(hub.client, 'failing');
  const { body } = await call('GET', `instances/${instanceId}?showHistory=true&showHistoryOutput=true`);
  const lines = body.historyEvents.map((e: Record<string, unknown>) => [e.EventType, e.FunctionName, e.Reason]);
  expect(lines).toEqual([
    ['ExecutionStarted', 'failing', undefined],
    ['TaskFailed', 'fail', "Activity function 'fail' failed: no luck"],
    ['ExecutionCompleted', undefined, undefined],
  ]);
  expect(body.historyEvents.at(-1).OrchestrationStatus).toBe('Failed');
  expect(Object.keys(body.historyEvents[1])).not.toContain('TaskScheduledId');
});

test('results show in the history only when they are wanted', async () => {
  const { instanceId } = await runToEnd(hub.client, 'helloCities');
  const results = async (query: string) =>
    (await call('GET', `instances/${instanceId}?showHistory=true${query}`)).body.historyEvents.map(
      (e: Record<string, unknown>) => e.Result,
    );
  expect((await results('&showHistoryOutput=true'))[1]).toBe('"Hello Tokyo!"');
  expect((await results(''))[1]).toBeUndefined();
});

test('events for unknown, finished and running instances, and without data', async () => {
  const body = '{}';
  expect((await call('POST', 'instances/nobody/raiseEvent/x', { body })).status).toBe(404);
  await expect(hub.client.raiseEvent('nobody', 'x', {})).rejects.toThrow(/No instance with ID/);
  const { instanceId } = await runToEnd(hub.client, 'helloCities');
  expect((await call('POST', `instances/${instanceId}/raiseEvent/x`, { body })).status).toBe(410);
  const id = await hub.client.startNew('reporting');
  expect((await call('POST', `instances/${id}/raiseEvent/go`)).status).toBe(400);
  expect((await call('POST', `instances/${id}/raiseEvent/go`, { body })).status).toBe(202);
  await finished(hub.client, id);
});

test('terminate ends an instance at once with its reason, whatever is open', async () => {
  const id = await hub.client.startNew('approval', { input: { ms: hour } });
  await statusWhen(hub.client, id, isRunning);
  await hub.client.terminate(id, 'no longer wanted');
  const { runtimeStatus, output } = await finished(hub.client, id);
  expect({ runtimeStatus, output }).toEqual({ runtimeStatus: 'Terminated', output: 'no longer wanted' });
  expect((await call('POST', `instances/${id}/terminate?reason=again`)).status).toBe(410);
});

test('a suspended instance keeps its events until it is resumed', async () => {
  const id = await hub.client.startNew('reporting');
  await hub.client.suspend(id, 'a break');
  await statusWhen(hub.client, id, (s) => s.runtimeStatus === OrchestrationRuntimeStatus.Suspended);
  await hub.client.raiseEvent(id, 'go', {});
  await statusWhen(hub.client, id, (s) => s.runtimeStatus === OrchestrationRuntimeStatus.Suspended);
  await hub.client.resume(id, 'go on');
  expect((await finished(hub.client, id)).output).toBe('gone');
});

test('instances are listed by state and time, in pages', async () => {
  clock.now += hour;
  const createdTimeFrom = new Date(clock.now);
  const ids = await Promise.all(Array.from({ length: 5 }, () => hub.client.startNew('reporting')));
  const failed = await runToEnd(hub.client, 'throwing');
  const mine = await hub.client.getStatusBy({ createdTimeFrom });
  expect(mine.map((s) => s.instanceId).sort()).toEqual([...ids, failed.instanceId].sort());
  const { Failed } = OrchestrationRuntimeStatus;
  const failures = await hub.client.getStatusBy({ createdTimeFrom, runtimeStatus: [Failed] });
  expect(failures.map((s) => s.instanceId)).toEqual([failed.instanceId]);
  expect(await hub.client.getStatusBy({ createdTimeTo: new Date(0) })).toEqual([]);
  const page = await call('GET', 'instances/?top=2');
  const token = page.headers.get('x-ms-continuation-token') ?? '';
  const next = await call('GET', 'instances/?top=2', { headers: { 'x-ms-continuation-token': token } });
  expect([page.body.length, next.body.length]).toEqual([2, 2]);
  expect(next.body[0].instanceId).not.toBe(page.body[0].instanceId);
});

test('the SDK collects all pages of a long list', async () => {
  clock.now += hour;
  const createdTimeFrom = new Date(clock.now);
  await Promise.all(Array.from({ length: 250 }, () => hub.client.startNew('helloCities')));
  expect(await hub.client.getStatusBy({ createdTimeFrom })).toHaveLength(250);
  const all = await hub.client.getStatusAll();
  expect(all.length).toBeGreaterThan(250);
});

test('a list by a state or a time that does not exist is refused', async () => {
  expect((await call('GET', 'instances?runtimeStatus=Lost')).body.Message).toContain("not 'Lost'");
  expect((await call('GET', 'instances?createdTimeFrom=yesterday')).body.Message).toContain('createdTimeFrom must be');
});

test('a finished instance is purged with its history, a running one is not', async () => {
  const { instanceId } = await runToEnd(hub.client, 'helloCities');
  expect(await hub.client.purgeInstanceHistory(instanceId)).toMatchObject({ instancesDeleted: 1 });
  await expect(hub.client.getStatus(instanceId)).rejects.toThrow(/404/);
  expect(await hub.client.purgeInstanceHistory(instanceId)).toMatchObject({ instancesDeleted: 0 });
  const running = await hub.client.startNew('reporting');
  expect(await hub.client.purgeInstanceHistory(running)).toMatchObject({ instancesDeleted: 0 });
  expect((await hub.client.getStatus(running)).instanceId).toBe(running);
});

test('finished instances are purged by time and state', async () => {
  clock.now += hour;
  const createdTimeFrom = new Date(clock.now);
  const running = await hub.client.startNew('reporting');
  await runToEnd(hub.client, 'throwing');
  const kept = await runToEnd(hub.client, 'helloCities');
  const { Failed } = OrchestrationRuntimeStatus;
  const purged = await hub.client.purgeInstanceHistoryBy({ createdTimeFrom, runtimeStatus: [Failed] });
  expect(purged).toMatchObject({ instancesDeleted: 1 });
  const left = (await hub.client.getStatusBy({ createdTimeFrom })).map((s) => s.instanceId);
  expect(left).toEqual([running, kept.instanceId]);
  expect((await call('DELETE', 'instances/')).body.Message).toContain('createdTimeFrom');
});

test('createCheckStatusResponse and waitForCompletion speak of this hub', async () => {
  const request = new HttpRequest({ method: 'POST', url: 'http://localhost:7071/api/start' });
  const id = await hub.client.startNew('helloCities');
  const response = hub.client.createCheckStatusResponse(request, id);
  const links = (await response.json()) as Record<string, string>;
  expect(links.statusQueryGetUri).toMatch(new RegExp(`^http://localhost:7071/public/instances/${id}\\?`));
  const waitOptions = { timeoutInMilliseconds: 5000, retryIntervalInMilliseconds: 10 };
  const waited = await hub.client.waitForCompletionOrCreateCheckStatusResponse(request, id, waitOptions);
  expect([waited.status, ((await waited.json()) as string[]).length]).toEqual([200, 5]);
});

test('what is not supported answers 501 by name', async () => {
  const id = await hub.client.startNew('reporting');
  await expect(hub.client.rewind(id, 'r')).rejects.toThrow('Rewinding an orchestration is not supported');
  const refused = async (method: string, path: string) => {
    const { status, body } = await call(method, path);
    return [status, body.Message];
  };
  const text = 'not supported by this Functions host.';
  expect(await refused('POST', `instances/${id}/restart`)).toEqual([501, `Restarting an orchestration is ${text}`]);
  expect(await refused('GET', 'entities/counter/c')).toEqual([501, `Durable entities are ${text}`]);
  expect(await refused('POST', 'entities/counter/c?op=add')).toEqual([501, `Durable entities are ${text}`]);
  expect((await call('GET', 'elsewhere')).status).toBe(404);
});
