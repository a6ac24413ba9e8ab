import { expect, test } from 'vitest';
import { openDocuments } from '../documents/open.ts';
import { type Answer, answerOnce, keptMs } from './idempotency.ts';
import { fail } from './problems.ts';

const start = Date.UTC(2026, 10, 22);

/** A command that counts, on a clock that stands still until it is moved. */
const openCounter = async () => {
  let now = start;
  const store = await openDocuments('sqlite::memory:', () => now);
  const answers = store.collection<Answer>('answers');
  let count = 0;
  const increment = async () => ({ status: 200, body: { count: (count += 1) } });
  const give = (key: string, body: unknown = {}, run: Parameters<typeof answerOnce>[2] = increment) =>
    answerOnce(answers, { id: ['alice', 'increment', key], body }, run, () => now);
  return { give, pass: (ms: number) => void (now += ms), counted: () => count };
};

test('a repeat gets the first answer and has no effect, for 24 hours', async () => {
  const { give, pass, counted } = await openCounter();
  const first = await give('one');
  pass(keptMs - 1);
  expect(await give('one')).toEqual(first);
  expect(counted()).toBe(1);
  pass(2);
  expect(await give('one')).toEqual({ status: 200, body: { count: 2 } });
});

test('another key is another command', async () => {
  const { give, counted } = await openCounter();
  await give('one');
  await give('two');
  expect(counted()).toBe(2);
});

test('a key cannot be used for something else', async () => {
  const { give, counted } = await openCounter();
  await give('one', { quantity: 1 });
  expect(await give('one', { quantity: 2 })).toMatchObject({ problem: 'idempotency-key-reused' });
  expect(counted()).toBe(1);
});

test('what is refused or fails is not kept: the same key may succeed later', async () => {
  const { give } = await openCounter();
  expect(await give('one', {}, async () => fail('missing-role'))).toMatchObject({ problem: 'missing-role' });
  await expect(give('one', {}, () => Promise.reject(new Error('The store is away.')))).rejects.toThrow('away');
  expect(await give('one')).toEqual({ status: 200, body: { count: 1 } });
});

test('a command that is being worked on is not begun again, until it must have died', async () => {
  const { give, pass, counted } = await openCounter();
  void give('one', {}, () => new Promise(() => undefined));
  await expect.poll(() => give('one')).toMatchObject({ problem: 'request-running' });
  pass(61_000);
  expect(await give('one')).toEqual({ status: 200, body: { count: 1 } });
  expect(counted()).toBe(1);
});
