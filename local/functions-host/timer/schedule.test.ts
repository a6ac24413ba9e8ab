import { describe, expect, test } from 'vitest';
import { afterRun, isMonitored, parseSchedule, resume } from './schedule.ts';

const at = (text: string) => new Date(`2026-11-22T${text}Z`);
const iso = (text: string) => at(text).toISOString();
const everyFive = parseSchedule('0 */5 * * * *');

test('a schedule is an interval or an NCRONTAB expression', () => {
  expect(parseSchedule('00:00:30')(at('10:00:01'))).toEqual(at('10:00:31'));
  expect(everyFive(at('10:00:01'))).toEqual(at('10:05:00'));
  expect(() => parseSchedule('0 0 0 31 2 *')).toThrow('it never comes');
  expect(() => parseSchedule('00:00:00')).toThrow('longer than nothing');
});

test('status is kept only for timers that are at least a minute apart', () => {
  expect(isMonitored(everyFive, at('10:00:00'))).toBe(true);
  expect(isMonitored(parseSchedule('00:00:59'), at('10:00:00'))).toBe(false);
  expect(isMonitored(parseSchedule('0,30 0 * * * *'), at('10:00:00'))).toBe(false);
});

describe('at start', () => {
  const kept = { Last: iso('09:55:00'), Next: iso('10:00:00'), LastUpdated: iso('09:55:00') };

  test('a timer without status waits for its next occurrence', () => {
    expect(resume(undefined, everyFive, at('10:02:00'))).toMatchObject({ Next: iso('10:05:00') });
  });

  test('a kept status goes on, so that a missed occurrence shows', () => {
    expect(resume(kept, everyFive, at('10:02:00'))).toEqual(kept);
  });

  test('a changed schedule counts from the last run', () => {
    expect(resume(kept, parseSchedule('0 0 * * * *'), at('10:02:00')).Next).toBe(iso('10:00:00'));
    expect(resume(kept, parseSchedule('0 0 12 * * *'), at('10:02:00')).Next).toBe(iso('12:00:00'));
  });
});

describe('after a run', () => {
  const before = { Last: iso('09:55:00'), Next: iso('10:00:00'), LastUpdated: iso('09:55:00') };

  test('the next occurrence is counted from the moment it began', () => {
    expect(afterRun(before, everyFive, { at: at('10:00:00.120'), onSchedule: true })).toEqual({
      Last: iso('10:00:00.120'),
      Next: iso('10:05:00'),
      LastUpdated: iso('10:00:00.120'),
    });
  });

  test('a run that came a little early does not come again', () => {
    expect(afterRun(before, everyFive, { at: at('09:59:59.990'), onSchedule: true }).Next).toBe(iso('10:05:00'));
  });

  test('a run at start-up leaves the next occurrence to come', () => {
    expect(afterRun(before, everyFive, { at: at('09:58:00'), onSchedule: false }).Next).toBe(iso('10:00:00'));
  });
});
