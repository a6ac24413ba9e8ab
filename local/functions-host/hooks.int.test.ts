import { expect, test } from 'vitest';
import { runApp } from './testing/host-process.ts';

const app = { source: new URL('./fixtures/hooks-app.ts', import.meta.url) };

test('hooks change inputs, handler, result and error, and a hook that throws fails the invocation', async () => {
  const { url, output, stop } = await runApp(app);
  const call = async (name: string) => {
    const response = await fetch(`${url}/api/${name}`);
    return [response.status, await response.text()];
  };
  expect(await call('changed')).toEqual([200, '"other input"']);
  expect(await call('replaced')).toEqual([200, 'from the replaced handler']);
  expect(await call('result')).toEqual([200, 'from the hook']);
  expect(await call('rescued')).toEqual([203, 'rescued from 1 input']);
  expect(await call('blocked')).toEqual([500, '']);
  expect(await call('read-only')).toEqual([500, '']);
  await stop();
  expect(output()).toContain('after rescued, the same data: true');
  expect(output()).not.toContain('after blocked');
  expect(output()).toContain('failed: a hook said no');
  expect(output()).toContain("Cannot assign to read only property 'hookData'");
  expect(output()).not.toContain('thrown by the handler');
  expect(output()).toContain('hidden by the log hook');
  expect(output()).not.toContain('a secret');
});

test('app hooks run at start and, sharing their data, at the end', async () => {
  const { output, printed, stop } = await runApp(app);
  expect(await printed('appStart ran')).not.toContain('appTerminate');
  expect(await stop('SIGINT')).toBe(0);
  expect(output()).toContain('appTerminate ran, started=true');
});

test('an unknown hook is refused the way the library expects', async () => {
  const { printed } = await runApp({
    source: `
      import { app } from '@azure/functions';
      const core = require('@azure/functions-core');
      try { core.registerHook('toString', () => undefined); } catch (error) {
        console.log(error.name, error.isAzureFunctionsSystemError, error.message);
      }
      app.http('a', { handler: async () => ({}) });`,
  });
  const refusal = 'RangeError true Unrecognized hook "toString"';
  expect(await printed(refusal)).toContain(refusal);
});
