import { expect, test } from 'vitest';
import { parseDuration } from './duration.ts';

test.each([
  ['PT1S', 1000],
  ['PT0.25S', 250],
  ['PT1M30S', 90_000],
  ['P1DT2H', 93_600_000],
  ['P7D', 604_800_000],
  ['P10675199DT2H48M5.4775807S', Infinity],
])('%s is %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', 'P', 'PT', '1M', 'PT1', 'P1M', '00:01:00', 'PT-1S'])('"%s" is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});
