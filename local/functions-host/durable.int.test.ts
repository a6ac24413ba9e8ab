import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileApp, temporaryFolder } from './testing/compile-app.ts';
import { runFolder } from './testing/host-process.ts';

const source = new URL('./fixtures/durable-app.ts', import.meta.url);

const post = (url: string, body: object) => fetch(url, { method: 'POST', body: JSON.stringify(body) });

interface Started {
  id: string;
  statusQueryGetUri: string;
}

const statusOf = async (uri: string) => (await (await fetch(uri)).json()) as { runtimeStatus: string; output: unknown };

const reached = async (uri: string, status: string) => {
  await expect.poll(async () => (await statusOf(uri)).runtimeStatus, { timeout: 20_000 }).toBe(status);
  return statusOf(uri);
};

test('an orchestration runs through client, activities and events, and outlives the death of its host', async () => {
  const data = await temporaryFolder();
  const folder = await compileApp({ source });
  const first = await runFolder(folder, ['--data', data]);
  const started = await post(`${first.url}/api/start`, { names: ['Tokyo', 'Oslo'] });
  expect(started.status).toBe(202);
  const { id, statusQueryGetUri } = (await started.json()) as Started;
  await reached(statusQueryGetUri, 'Running');
  await first.stop('SIGKILL');

  const second = await runFolder(folder, ['--data', data]);
  expect((await post(`${second.url}/api/more/${id}`, { last: 'Bye' })).status).toBe(202);
  const status = await reached(
    statusQueryGetUri.replace(new URL(first.url).port, new URL(second.url).port),
    'Completed',
  );
  expect(status.output).toEqual(['Hello Tokyo', 'Hello Oslo', 'Bye']);
  expect(await second.stop()).toBe(0);
});

test('the public durable API needs a key, and the path of the SDK cannot be guessed', async () => {
  const keys = await temporaryFolder();
  const { url } = await runFolder(await compileApp({ source }), ['--keys', keys]);
  const { id, statusQueryGetUri } = (await (await post(`${url}/api/start`, { names: [] })).json()) as Started;
  const instance = `${url}/runtime/webhooks/durabletask/instances/${id}`;
  const key = async (name: string) => (await readFile(join(keys, name), 'utf8')).trim();
  expect((await fetch(instance)).status).toBe(401);
  expect((await fetch(`${instance}?code=${await key('function-key')}`)).status).toBe(401);
  expect((await fetch(`${instance}?code=${await key('master-key')}`)).status).toBeLessThan(300);
  expect((await fetch(`${instance}?code=${await key('system-key')}`)).status).toBeLessThan(300);
  expect(new URL(statusQueryGetUri).searchParams.get('code')).toBe(await key('system-key'));
  expect((await fetch(`${url}/durabletask/instances/${id}`)).status).toBe(404);
  expect((await fetch(`${url}/durabletask/guess/instances/${id}`)).status).toBe(404);
});
