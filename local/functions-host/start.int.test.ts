import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type AppSource, compileApp, temporaryFolder } from './testing/compile-app.ts';
import { runApp, runFolder, spawnHost } from './testing/host-process.ts';

/** What a host prints that does not start; it must end with 1. */
const failure = async (folder: string, args: string[] = ['--port', '0'], env: Record<string, string> = {}) => {
  const host = spawnHost([folder, ...args], env);
  expect(await host.exited).toBe(1);
  return host.output();
};

const failureOf = async (app: AppSource) => failure(await compileApp(app));

const app = (body: string): AppSource => ({ source: `import { app } from '@azure/functions';\n${body}` });
const hello = app(`app.http('hello', { handler: async () => ({ body: 'hello' }) });`);

describe('a folder that is no app is refused in one line that says what is missing', () => {
  test('no host.json', async () => {
    expect(await failure(await temporaryFolder())).toMatch(
      /^\S+ has no host.json; the smallest is {"version":"2.0"}\n$/,
    );
  });

  test('no package.json', async () => {
    const folder = await compileApp(hello);
    await rm(join(folder, 'package.json'));
    expect(await failure(folder)).toMatch(/^\S+ has no package.json, so it is no Function App\n$/);
  });

  test('no main, and a main that matches nothing', async () => {
    const folder = await compileApp(hello);
    await writeFile(join(folder, 'package.json'), '{}');
    expect(await failure(folder)).toMatch(/"main" is missing: name the compiled entry files/);
    await writeFile(join(folder, 'package.json'), '{"main":"dist/functions/*.js"}');
    expect(await failure(folder)).toMatch(
      /is "dist\/functions\/\*.js", and no file matches it; is the app compiled\?\n$/,
    );
  });

  test('broken JSON and wrong values in host.json', async () => {
    const folder = await compileApp(hello);
    await writeFile(join(folder, 'host.json'), '{"version":');
    expect(await failure(folder)).toMatch(/host.json is not valid JSON: .+\n$/);
    const wrong = { version: '3.0', functionTimeout: '5m', extensions: { serviceBus: { maxConcurrentCalls: 0 } } };
    await writeFile(join(folder, 'host.json'), JSON.stringify(wrong));
    const output = await failure(folder);
    expect(output).toContain('version: must be "2.0"');
    expect(output).toContain('functionTimeout: ');
    expect(output).toContain('extensions.serviceBus.maxConcurrentCalls: ');
    expect(output.trim().split('\n')).toHaveLength(1);
  });

  test('a busy port, with the way to change it', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const folder = await compileApp(hello);
    expect(await failure(folder, ['--port', String(port)])).toBe(
      `Port ${port} is in use; choose another one with --port N (0 takes a free one)\n`,
    );
    server.close();
  });

  test('wrong arguments', async () => {
    expect(await failure('.', ['--port', 'x'])).toContain('--port is "x"; it must be a port from 0 to 65535.\n');
    expect(await failure('.', ['--prot', '1'])).toContain('Usage: npm run host -- APP_DIR');
  });
});

test('an app that throws while it loads shows its own stack', async () => {
  const output = await failureOf(app(`const broken = () => { throw new TypeError('not today'); };\nbroken();`));
  expect(output).toMatch(/The app threw while \S+app.js was loading\nTypeError: not today\n\s+at broken/);
});

test('everything that is not supported is refused by name, all at once', async () => {
  const output = await failureOf(
    app(`
      import { input, output } from '@azure/functions';
      const handler = async () => undefined;
      const queue = { connection: 'ServiceBus', queueName: 'q' };
      app.storageBlob('on-blob', { path: 'p', connection: 'c', handler });
      app.serviceBusQueue('batch', { ...queue, cardinality: 'many', handler });
      app.serviceBusQueue('session', { ...queue, isSessionsEnabled: true, handler });
      app.generic('entity', { trigger: { type: 'entityTrigger', name: 'e' }, handler });
      app.http('with-blob', { handler, extraInputs: [input.storageBlob({ path: 'p', connection: 'c' })] });
      app.http('to-queue', { handler, extraOutputs: [output.storageQueue({ queueName: 'q', connection: 'c' })] });
      app.http('level', { authLevel: 'user', handler });
      app.http('ok', { handler });`),
  );
  for (const line of [
    'This app cannot run here:',
    'function "on-blob": trigger type "blobTrigger" is not supported',
    'function "batch": serviceBusTrigger: cardinality "many" is not supported yet',
    'function "session": serviceBusTrigger: isSessionsEnabled sessions are not supported yet',
    'function "entity": trigger type "entityTrigger" is not supported',
    'function "with-blob": input type "blob" is not supported',
    'function "to-queue": output type "queue" is not supported',
    'function "level": httpTrigger: authLevel',
  ]) {
    expect(output).toContain(line);
  }
  expect(output).not.toContain('"ok"');
});

test('a disabled function may use what is not supported', async () => {
  const { url } = await runApp({
    ...app(`
      app.storageBlob('on-blob', { path: 'p', connection: 'c', handler: async () => undefined });
      app.http('hello', { handler: async () => ({ body: 'hello' }) });`),
    settings: { 'AzureWebJobs.on-blob.Disabled': 'true' },
  });
  expect((await fetch(`${url}/api/hello`)).status).toBe(200);
});

test('wrong routes and schedules are refused with their function', async () => {
  const handler = 'handler: async () => undefined';
  const routes = await failureOf(
    app(`app.http('a', { route: '{x:slug}', ${handler} }); app.http('b', { route: '{', ${handler} });`),
  );
  expect(routes).toContain('function "a", route "/api/{x:slug}": "slug" is no known constraint');
  expect(routes).toContain('function "b", route "/api/{": its braces do not match');
  const timers = await failureOf(
    app(
      `app.timer('t', { schedule: '0 61 * * * *', ${handler} }); app.timer('u', { schedule: '%NOWHERE%', ${handler} });`,
    ),
  );
  expect(timers).toContain('function "t", schedule "0 61 * * * *": "61" is no minute (0 to 59)');
  expect(timers).toContain('needs the setting NOWHERE, which is not set');
});

test('a missing connection is refused by the names of its settings', async () => {
  const output = await failureOf(
    app(`app.serviceBusQueue('q', { connection: 'Bus', queueName: 'q', handler: async () => undefined });`),
  );
  expect(output).toContain('neither the setting Bus (a connection string) nor Bus__fullyQualifiedNamespace is set');
});

test('a function that is registered twice, or differs only in case, is refused', async () => {
  const http = (name: string) => `app.http('${name}', { handler: async () => ({}) });`;
  expect(await failureOf(app(http('twin') + http('twin')))).toContain(
    'A function with id "twin" has already been registered',
  );
  expect(await failureOf(app(http('twin') + http('TWIN')))).toContain('function "TWIN": another one has this name');
});

test('a function that is registered too late is told loudly, and setup is closed', async () => {
  const { url, printed } = await runApp(
    app(`
      app.http('late', { handler: async () => {
        try { app.http('too-late', { handler: async () => ({}) }); } catch (error) { console.log('threw: ' + error.message); }
        try { app.setup({ enableHttpStream: true }); } catch (error) { console.log('threw: ' + error.message); }
        return {};
      } });`),
  );
  await fetch(`${url}/api/late`);
  await printed('registered too late, so it will never run');
  await printed('threw: A function can only be registered during app startup.');
  const closed = "threw: Setup options can't be changed after app startup has finished.";
  expect(await printed(closed)).toContain(closed);
});

test('an app finds its settings, its folder and its address, and what is set already wins', async () => {
  const folder = await compileApp({
    ...app(`
      app.http('env', { handler: async () => ({ jsonBody: {
        own: process.env.OWN, shared: process.env.SHARED, cwd: process.cwd(), root: process.env.AzureWebJobsScriptRoot,
        host: process.env.WEBSITE_HOSTNAME, runtime: process.env.FUNCTIONS_WORKER_RUNTIME,
        environment: process.env.AZURE_FUNCTIONS_ENVIRONMENT,
      } }) });`),
    settings: { OWN: 'from the file', SHARED: 'from the file' },
  });
  const { url } = await runFolder(folder, [], { SHARED: 'from outside' });
  const seen = (await (await fetch(`${url}/api/env`)).json()) as Record<string, string>;
  expect(seen).toMatchObject({
    own: 'from the file',
    shared: 'from outside',
    runtime: 'node',
    environment: 'Development',
  });
  expect(seen.root).toBe(folder);
  expect(seen.host).toBe(`localhost:${new URL(url).port}`);
});

test('an ES module app runs as well', async () => {
  const folder = await temporaryFolder();
  const library = import.meta.resolve('@azure/functions');
  await writeFile(join(folder, 'host.json'), '{"version":"2.0"}');
  await writeFile(join(folder, 'package.json'), '\uFEFF{"type":"module","main":"*.js"}');
  await writeFile(
    join(folder, 'app.js'),
    `import functions from '${library}';\nawait 0;\nfunctions.app.http('hello', { handler: async () => ({ body: 'from a module' }) });`,
  );
  const { url } = await runFolder(folder);
  expect(await (await fetch(`${url}/api/hello`)).text()).toBe('from a module');
});
