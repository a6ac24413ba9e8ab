import { expect, test } from 'vitest';
import { afterMerge, nextMerge, parsePendingMerge } from './merge.ts';

const line = (itemId: string, quantity: number) => ({ itemId, quantity, priceMinorSeen: 100 });
const now = { userId: 'alice', newKey: () => 'key-1' };
const merge = { key: 'key-1', userId: 'alice', lines: [{ itemId: 'a', quantity: 2 }] };

test('what was picked is merged under a new key', () => {
  expect(nextMerge(undefined, [line('a', 2)], now)).toEqual(merge);
});

test('an empty basket is not merged', () => {
  expect(nextMerge(undefined, [], now)).toBeUndefined();
});

test('a merge whose answer never came is sent again as it was, although the basket has changed', () => {
  expect(nextMerge({ ...merge, key: 'key-0' }, [line('a', 5)], now)).toEqual({ ...merge, key: 'key-0' });
});

test('a merge of somebody else is not sent for the one who signs in next', () => {
  expect(nextMerge({ ...merge, userId: 'bob', key: 'key-0' }, [line('a', 2)], now)).toEqual(merge);
});

test('after a merge only what came later is left', () => {
  expect(afterMerge([line('a', 2)], merge)).toEqual([]);
  expect(afterMerge([line('a', 3), line('b', 1)], merge)).toEqual([line('a', 1), line('b', 1)]);
});

test('a kept merge is read back; anything else is none', () => {
  expect(parsePendingMerge(JSON.stringify(merge))).toEqual(merge);
  for (const text of [null, '', '{', '[]', '{"key":"k"}']) expect(parsePendingMerge(text)).toBeUndefined();
});
