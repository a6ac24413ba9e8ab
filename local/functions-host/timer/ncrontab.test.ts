import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Crontab, nextOccurrence, parseCrontab } from './ncrontab.ts';

const next = (expression: string, after: string) =>
  nextOccurrence(parseCrontab(expression), new Date(after))?.toISOString();

describe('the next occurrence', () => {
  test.each([
    ['0 */5 * * * *', '2026-11-22T10:02:11.500Z', '2026-11-22T10:05:00.000Z'],
    ['*/5 * * * *', '2026-11-22T10:05:00Z', '2026-11-22T10:10:00.000Z'],
    ['* * * * * *', '2026-11-22T10:05:00.999Z', '2026-11-22T10:05:01.000Z'],
    ['0 0 0 * * *', '2026-12-31T23:59:59Z', '2027-01-01T00:00:00.000Z'],
    ['30 15 9-17/4 * * 1-5', '2026-11-20T17:15:30Z', '2026-11-23T09:15:30.000Z'],
    ['0 0 12 1 jan,Jul *', '2026-02-01T00:00:00Z', '2026-07-01T12:00:00.000Z'],
    ['0 0 0 * * Mon', '2026-11-22T00:00:00Z', '2026-11-23T00:00:00.000Z'],
    ['50/4 * * * * *', '2026-11-22T00:00:54Z', '2026-11-22T00:00:58.000Z'],
    ['0 0 0 29 2 *', '2026-11-22T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['0 0 0 29 2 sat', '2026-11-22T00:00:00Z', '2048-02-29T00:00:00.000Z'],
    ['0 0 0 13 * 5', '2026-11-22T00:00:00Z', '2027-08-13T00:00:00.000Z'],
  ])('of "%s" after %s is %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  test('of a day that does not exist is none', () => {
    expect(next('0 0 0 30 2 *', '2026-11-22T00:00:00Z')).toBeUndefined();
  });
});

describe('a wrong expression is refused by its field', () => {
  test.each([
    ['* * * *', 'it has 4 fields'],
    ['60 * * * * *', '"60" is no second (0 to 59)'],
    ['0 0 24 * * *', '"24" is no hour'],
    ['0 0 0 0 * *', '"0" is no day (1 to 31)'],
    ['0 0 0 * 13 *', '"13" is no month'],
    ['0 0 0 * * 7', '"7" is no day of week (0 to 6)'],
    ['0 0 0 * * mon-', '"" is no day of week'],
    ['0 */0 * * * *', '"*/0" has no valid step'],
    ['0 5-1 * * * *', '"5-1" is no range'],
    ['0 , * * * *', '"" is no minute'],
  ])('%s', (expression, message) => {
    expect(() => parseCrontab(expression)).toThrow(message);
  });
});

const field = (low: number, high: number) => {
  const value = fc.integer({ min: low, max: high });
  const step = fc.integer({ min: 1, max: high });
  const range = fc.tuple(value, value).map(([one, other]) => `${Math.min(one, other)}-${Math.max(one, other)}`);
  const item = fc.oneof(
    fc.constant('*'),
    value.map(String),
    range,
    fc.tuple(fc.oneof(fc.constant('*'), range, value.map(String)), step).map(([from, every]) => `${from}/${every}`),
  );
  return fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(','));
};

const expressions = fc
  .tuple(field(0, 59), field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6))
  .map((fields) => fields.join(' '));

const matches = (crontab: Crontab, date: Date) =>
  date.getUTCMilliseconds() === 0 &&
  crontab.seconds.includes(date.getUTCSeconds()) &&
  crontab.minutes.includes(date.getUTCMinutes()) &&
  crontab.hours.includes(date.getUTCHours()) &&
  crontab.days.has(date.getUTCDate()) &&
  crontab.months.has(date.getUTCMonth() + 1) &&
  crontab.weekdays.has(date.getUTCDay());

const times = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });

test('the next occurrence matches every field, comes after, and none lies in the hour before it', () => {
  fc.assert(
    fc.property(expressions, times, (expression, after) => {
      const crontab = parseCrontab(expression);
      const found = nextOccurrence(crontab, after);
      if (found === undefined) throw new Error('a day up to the 28th always comes');
      expect(matches(crontab, found)).toBe(true);
      expect(found.getTime()).toBeGreaterThan(after.getTime());
      const from = Math.max(after.getTime() + 1, found.getTime() - 3_600_000);
      for (let time = Math.ceil(from / 1000) * 1000; time < found.getTime(); time += 1000) {
        expect(matches(crontab, new Date(time))).toBe(false);
      }
    }),
    { numRuns: 60 },
  );
});

test('no occurrence is skipped: the next after any earlier moment is the same', () => {
  fc.assert(
    fc.property(expressions, times, fc.double({ min: 0, max: 1, noNaN: true }), (expression, after, part) => {
      const crontab = parseCrontab(expression);
      const found = nextOccurrence(crontab, after)?.getTime() ?? 0;
      const between = after.getTime() + Math.floor((found - 1 - after.getTime()) * part);
      expect(nextOccurrence(crontab, new Date(between))?.getTime()).toBe(found);
    }),
  );
});
