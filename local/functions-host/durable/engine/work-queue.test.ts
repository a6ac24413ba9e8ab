import { expect, test } from 'vitest';
import { workQueue } from './work-queue.ts';

/** A queue whose pieces of work end when the test says so. */
const controlled = (limit: number) => {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const queue = workQueue<number>(limit, (item) => {
    begun.push(item);
    return new Promise((resolve) => ends.push(resolve));
  });
  const endNext = async () => {
    ends.shift()?.();
    await new Promise(setImmediate);
  };
  return { queue, begun, endNext };
};

test('work begins in order, up to the limit, and goes on as pieces end', async () => {
  const { queue, begun, endNext } = controlled(2);
  for (const item of [1, 2, 3, 4]) queue.push(item);
  expect(begun).toEqual([]);
  queue.pump();
  expect(begun).toEqual([1, 2]);
  await endNext();
  expect(begun).toEqual([1, 2, 3]);
});

test('idle comes when everything has ended', async () => {
  const { queue, endNext } = controlled(1);
  queue.push(1);
  queue.push(2);
  queue.pump();
  let idle = false;
  void queue.idle().then(() => {
    idle = true;
  });
  await endNext();
  expect(idle).toBe(false);
  await endNext();
  expect(idle).toBe(true);
});

test('a stopped queue begins nothing more, and is idle once its running work has ended', async () => {
  const { queue, begun, endNext } = controlled(1);
  queue.push(1);
  queue.push(2);
  queue.pump();
  queue.stop();
  const idle = queue.idle();
  await endNext();
  await idle;
  expect(begun).toEqual([1]);
});

test('a long queue keeps its order', async () => {
  const seen: number[] = [];
  const queue = workQueue<number>(3, async (item) => {
    await Promise.resolve();
    seen.push(item);
  });
  for (let i = 0; i < 25_000; i++) queue.push(i);
  queue.pump();
  await queue.idle();
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen).toHaveLength(25_000);
});
