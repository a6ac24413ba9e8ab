import { expect, test } from 'vitest';
import { pagesAround } from './pages-around.ts';

test('few pages are all linked', () => {
  expect(pagesAround(1, 1)).toEqual([1]);
  expect(pagesAround(2, 6)).toEqual([1, 2, 3, undefined, 6]);
  expect(pagesAround(3, 5)).toEqual([1, 2, 3, 4, 5]);
});

test('of many pages the first, the last and those around the current one are linked', () => {
  expect(pagesAround(10, 20)).toEqual([1, undefined, 9, 10, 11, undefined, 20]);
  expect(pagesAround(20, 20)).toEqual([1, undefined, 19, 20]);
});

test('a gap of one page is not worth a gap', () => {
  expect(pagesAround(4, 20)).toEqual([1, 2, 3, 4, 5, undefined, 20]);
});
