import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from './testing/compile-app.ts';
import { runApp } from './testing/host-process.ts';

const app = {
  source: `
    import { app } from '@azure/functions';
    app.http('hello', { route: 'hello/{name?}', methods: ['GET'], authLevel: 'function', handler: async () => ({}) });
    app.timer('nightly', { schedule: '0 0 3 * * *', handler: (timer) => console.log('nightly ' + JSON.stringify(timer)) });
    app.serviceBusQueue('orders', { connection: 'Bus', queueName: 'orders', handler: (body) => console.log('orders', body) });
    app.http('off', { handler: async () => ({}) });`,
  settings: { 'AzureWebJobs.off.Disabled': 'true', 'AzureWebJobs.orders.Disabled': 'true' },
};

const start = async () => {
  const keys = await temporaryFolder();
  const host = await runApp(app, ['--keys', keys]);
  const key = (await readFile(join(keys, 'master-key'), 'utf8')).trim();
  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${host.url}/admin/${path}`, { ...init, headers: { 'x-functions-key': key } });
  return { ...host, keys, call };
};

test('the administration needs the master key, except for the ping', async () => {
  const { url, keys, call } = await start();
  const functionKey = (await readFile(join(keys, 'function-key'), 'utf8')).trim();
  for (const path of ['functions', 'functions/hello', 'host/status', 'nowhere']) {
    expect((await fetch(`${url}/admin/${path}`)).status).toBe(401);
    expect((await fetch(`${url}/admin/${path}?code=${functionKey}`)).status).toBe(401);
  }
  expect((await fetch(`${url}/admin/host/ping`)).status).toBe(200);
  expect((await call('nowhere')).status).toBe(404);
});

test('it lists every function with its bindings as registered', async () => {
  const { url, call } = await start();
  const functions = (await (await call('functions')).json()) as Record<string, unknown>[];
  expect(functions.map(({ name, isDisabled }) => [name, isDisabled])).toEqual([
    ['hello', false],
    ['nightly', false],
    ['orders', true],
    ['off', true],
  ]);
  const { port } = new URL(url);
  expect(functions[0]).toMatchObject({
    language: 'node',
    invoke_url_template: `http://localhost:${port}/api/hello/{name?}`,
    config: {
      bindings: [
        { type: 'httpTrigger', direction: 'in', route: 'hello/{name?}', methods: ['GET'], authLevel: 'function' },
        { type: 'http', direction: 'out', name: '$return' },
      ],
    },
  });
  expect(await (await call('functions/NIGHTLY')).json()).toEqual(functions[1]);
});

test('it tells the status of the host', async () => {
  const { call } = await start();
  expect(await (await call('host/status')).json()).toMatchObject({
    state: 'Running',
    version: expect.stringMatching(/^4\./),
  });
});

test('it runs any function that is not triggered over HTTP', async () => {
  const { call, printed } = await start();
  const run = (name: string, body: string) => call(`functions/${name}`, { method: 'POST', body });
  expect((await run('nightly', '{"input":""}')).status).toBe(202);
  await printed('nightly {"schedule":{"adjustForDST":true},"scheduleStatus":null,"isPastDue":false}');
  expect((await run('orders', '{"input":"{\\"id\\":7}"}')).status).toBe(202);
  await printed('orders { id: 7 }');
  expect((await run('hello', '{"input":""}')).status).toBe(400);
  expect((await run('nobody', '{"input":""}')).status).toBe(404);
  const missing = await run('nightly', '{}');
  expect([missing.status, await missing.json()]).toEqual([
    400,
    { error: 'input: must be a string: the text that the trigger would bring' },
  ]);
  expect((await run('nightly', 'nonsense')).status).toBe(400);
});
