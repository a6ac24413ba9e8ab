import { expect, test } from 'vitest';
import { lazy } from './lazy.ts';

test('what is opened lazily is opened once, however many ask at the same time', async () => {
  let opened = 0;
  const open = lazy(async () => ++opened);
  expect(await Promise.all([open(), open(), open()])).toEqual([1, 1, 1]);
});

test('after a failure the next call tries again', async () => {
  let attempts = 0;
  const open = lazy(async () => {
    attempts += 1;
    if (attempts === 1) throw new Error('not yet');
    return attempts;
  });
  await expect(open()).rejects.toThrow('not yet');
  expect(await open()).toBe(2);
});
