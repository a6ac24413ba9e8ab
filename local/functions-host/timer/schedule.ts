/** Timer schedules: NCRONTAB expressions or fixed intervals, and what is due after a restart. Pure. */
import { parseTimeSpan } from '../timespan.ts';
import { nextOccurrence, parseCrontab } from './ncrontab.ts';

/** The first occurrence after a time. */
export type Schedule = (after: Date) => Date;

/** When a timer ran and will run; ISO 8601, under the names of the Functions host. */
export interface ScheduleStatus {
  Last: string;
  Next: string;
  LastUpdated: string;
}

const never = '0001-01-01T00:00:00';

/** Parses `hh:mm:ss` or an NCRONTAB expression; throws an Error that tells what is wrong with it. */
export const parseSchedule = (text: string): Schedule => {
  const interval = parseTimeSpan(text);
  if (interval === 0) throw new Error('an interval must be longer than nothing');
  if (interval !== undefined) return (after) => new Date(after.getTime() + interval);
  const crontab = parseCrontab(text);
  const next: Schedule = (after) => {
    const found = nextOccurrence(crontab, after);
    if (found === undefined) throw new Error('it never comes: there is no such day');
    return found;
  };
  next(new Date(0));
  return next;
};

/** Whether occurrences are at least a minute apart, which is when Azure keeps a timer's status by default. */
export const isMonitored = (schedule: Schedule, from: Date): boolean => {
  let before = schedule(from);
  for (let count = 0; count < 5; count += 1) {
    const next = schedule(before);
    if (next.getTime() - before.getTime() < 60_000) return false;
    before = next;
  }
  return true;
};

/** The status with which a timer begins: the kept one as long as the schedule is still the one that made it. */
export const resume = (kept: ScheduleStatus | undefined, schedule: Schedule, now: Date): ScheduleStatus => {
  if (kept === undefined) return { Last: never, Next: schedule(now).toISOString(), LastUpdated: now.toISOString() };
  const expected = schedule(new Date(kept.LastUpdated)).toISOString();
  return expected === kept.Next ? kept : { ...kept, Next: expected };
};

/** The status after a run; a timer that fired a little early counts as on time, so that it does not fire twice. */
export const afterRun = (
  before: ScheduleStatus,
  schedule: Schedule,
  ran: { at: Date; onSchedule: boolean },
): ScheduleStatus => {
  const early = ran.onSchedule && new Date(before.Next) > ran.at;
  const last = early ? before.Next : ran.at.toISOString();
  return { Last: last, Next: schedule(new Date(last)).toISOString(), LastUpdated: last };
};
