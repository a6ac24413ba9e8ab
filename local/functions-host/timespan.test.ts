import { expect, test } from 'vitest';
import { parseTimeSpan } from './timespan.ts';

test.each([
  ['00:05:00', 300_000],
  ['1.02:03:04', 93_784_000],
  ['00:00:00.5', 500],
  ['23:59:59', 86_399_000],
])('%s is %d ms', (text, milliseconds) => {
  expect(parseTimeSpan(text)).toBe(milliseconds);
});

test.each(['', '5', '24:00:00', '00:60:00', '00:00', '-1', '0 */5 * * * *'])('"%s" is no time span', (text) => {
  expect(parseTimeSpan(text)).toBeUndefined();
});
