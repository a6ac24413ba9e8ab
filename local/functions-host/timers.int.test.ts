import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileApp, temporaryFolder } from './testing/compile-app.ts';
import { runApp, runFolder } from './testing/host-process.ts';

const timer = (options: string, handler: string) =>
  `import { app } from '@azure/functions';\napp.timer('tick', { ${options}, handler: ${handler} });`;

const printIt = `(timer) => console.log('tick ' + JSON.stringify(timer))`;

test('a timer runs on its schedule, which may come from a setting', async () => {
  const { printed } = await runApp({
    source: timer(`schedule: '%EVERY%'`, `(timer) => console.log('tick', timer.isPastDue)`),
    settings: { EVERY: '* * * * * *' },
  });
  const twice = 'tick false\ntick false\n';
  expect(await printed(twice)).toContain(twice);
});

test('runOnStartup runs at once, and the status is kept', async () => {
  const data = await temporaryFolder();
  const { printed } = await runApp({ source: timer(`schedule: '0 0 3 * * *', runOnStartup: true`, printIt) }, [
    '--data',
    data,
  ]);
  const output = await printed('tick ');
  const shown = JSON.parse(/tick (.*)/.exec(output)?.[1] ?? '') as {
    scheduleStatus: { next: string };
    isPastDue: boolean;
  };
  expect(shown.isPastDue).toBe(false);
  expect(shown.scheduleStatus.next).toMatch(/T03:00:00.000Z$/);
  const kept = JSON.parse(await readFile(join(data, 'timers.json'), 'utf8')) as { tick: { Next: string } };
  expect(kept.tick.Next).toMatch(/T03:00:00.000Z$/);
});

test('a run that was missed while the host was down is made up for once', async () => {
  const data = await temporaryFolder();
  const folder = await compileApp({ source: timer(`schedule: '0 0 3 * * *'`, printIt) });
  const status = {
    Last: '2020-01-01T03:00:00.000Z',
    Next: '2020-01-02T03:00:00.000Z',
    LastUpdated: '2020-01-01T03:00:00.000Z',
  };
  await writeFile(join(data, 'timers.json'), JSON.stringify({ tick: status }));
  const first = await runFolder(folder, ['--data', data]);
  const output = await first.printed('tick ');
  expect(JSON.parse(/tick (.*)/.exec(output)?.[1] ?? '')).toEqual({
    schedule: { adjustForDST: true },
    scheduleStatus: { last: status.Last, next: status.Next, lastUpdated: status.LastUpdated },
    isPastDue: true,
  });
  expect(await first.stop()).toBe(0);
  const kept = JSON.parse(await readFile(join(data, 'timers.json'), 'utf8')) as { tick: { Next: string } };
  expect(new Date(kept.tick.Next).getTime()).toBeGreaterThan(Date.now());
  const second = await runFolder(folder, ['--data', data]);
  expect(await second.stop()).toBe(0);
  expect(second.output()).not.toContain('tick ');
});

test('runs never overlap, and an error does not end the schedule', async () => {
  const { printed, output } = await runApp({
    source: timer(
      `schedule: '* * * * * *'`,
      `async () => {
        globalThis.running = (globalThis.running ?? 0) + 1;
        console.log('begin with ' + globalThis.running);
        await new Promise((resolve) => setTimeout(resolve, 1200));
        globalThis.running -= 1;
        console.log('end');
        throw new Error('this run failed');
      }`,
    ),
  });
  await printed('end\n');
  await printed('this run failed');
  await expect.poll(() => output().match(/begin with 1/g)?.length, { timeout: 10_000 }).toBe(2);
  expect(output()).not.toContain('begin with 2');
});

test('retry repeats a failed run with its retry context', async () => {
  const { printed } = await runApp({
    source: timer(
      `schedule: '0 0 3 * * *', runOnStartup: true, retry: { strategy: 'fixedDelay', maxRetryCount: 2, delayInterval: { milliseconds: 1 } }`,
      `(timer, context) => {
        console.log('retry ' + (context.retryContext?.retryCount ?? 0));
        throw new Error('again');
      }`,
    ),
  });
  expect((await printed('retry 2\n')).match(/^retry .$/gm)).toEqual(['retry 0', 'retry 1', 'retry 2']);
});

test('the end of a host waits for a running timer', async () => {
  const { printed, stop, output } = await runApp({
    source: timer(
      `schedule: '0 0 3 * * *', runOnStartup: true`,
      `async () => {
        console.log('begun');
        await new Promise((resolve) => setTimeout(resolve, 500));
        console.log('ended');
      }`,
    ),
  });
  await printed('begun');
  expect(await stop()).toBe(0);
  expect(output()).toContain('ended');
});
