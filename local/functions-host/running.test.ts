import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createRunning } from './running.ts';

const watched = () => {
  const lines: { level: number; msg: string; function: string }[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const clock = { now: 0 };
  const running = createRunning({ log, timeoutMs: 100_000, slowAfterMs: 30_000, now: () => clock.now });
  return { lines, clock, running };
};

const entry = (name: string, durable = false) => ({ name, invocationId: `${name}-1`, durable });

test('an invocation that does not answer is reported once, and given up at the limit', async () => {
  const { lines, clock, running } = watched();
  const stuck = running.track(entry('stuck'), new Promise(() => undefined));
  const advance = (time: number) => {
    clock.now = time;
    running.sweep();
  };
  advance(29_999);
  expect(lines).toEqual([]);
  advance(30_000);
  advance(60_000);
  expect(lines.map(({ level, msg, function: name }) => [level, name, msg])).toEqual([
    [40, 'stuck', 'has not answered for 30 s: is there a promise that never settles?'],
  ]);
  advance(100_000);
  await expect(stuck).rejects.toThrow('Function "stuck" exceeded functionTimeout of host.json (100 s)');
  expect(lines[1]?.level).toBe(50);
  running.close();
});

test('idle waits for invocations, but not for those of the durable engine', async () => {
  const { running } = watched();
  void running.track(entry('orchestrator', true), new Promise(() => undefined));
  const work = Promise.withResolvers<string>();
  const tracked = running.track(entry('http'), work.promise);
  const idle = running.idle(60_000);
  work.resolve('done');
  expect(await tracked).toBe('done');
  expect(await idle).toEqual([]);
  running.close();
});

test('idle gives up after its grace and names who is left', async () => {
  const { running } = watched();
  void running.track(entry('endless'), new Promise(() => undefined));
  expect(await running.idle(1)).toEqual(['endless']);
  running.close();
});

test('a stream that has begun is not reported, and one whose caller was sent away is not waited for', async () => {
  const { lines, clock, running } = watched();
  let isDismissed = false;
  const stream = { hasBegun: () => true, isDismissed: () => isDismissed };
  void running.track({ ...entry('events'), stream }, new Promise(() => undefined));
  clock.now = 60_000;
  running.sweep();
  expect(lines).toEqual([]);
  expect(await running.idle(1)).toEqual(['events']);
  isDismissed = true;
  expect(await running.idle(60_000)).toEqual([]);
  running.close();
});
