/** `DateTime` (always UTC here, to the millisecond) and `TimeSpan`. */
import type { Members, Method } from '../binding.ts';
import type { ExpressionContext } from '../context.ts';
import { EvaluationError } from '../problem.ts';
import { formatDate, TimeSpan } from '../text.ts';
import { bool, dateTime, double, int, long, string } from '../types.ts';
import { method, methods, out, overload, property, tryInto } from './define.ts';
import { dateTimeOffset, dayOfWeek, timeSpan } from './types.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const parseDate = (text: string | undefined): Date => {
  // Without a zone it is UTC here, as it is on API Management's machines.
  const zoned = text !== undefined && /(z|[+-]\d\d:?\d\d|gmt|utc)\s*$/i.test(text) ? text : `${text}Z`;
  const date = new Date(/^\d{4}-\d\d-\d\dZ$/.test(zoned) ? zoned.slice(0, -1) : zoned);
  if (Number.isNaN(date.getTime())) throw new EvaluationError('String was not recognized as a valid DateTime.');
  return date;
};

const adding = (unit: number) =>
  method([double], dateTime, (self: Date, count: number) => new Date(self.getTime() + count * unit));

/** The same day of another month; the last day where that month is shorter. */
const addMonths = (date: Date, count: number): Date => {
  const result = new Date(date);
  result.setUTCDate(1);
  result.setUTCMonth(result.getUTCMonth() + count);
  const last = new Date(Date.UTC(result.getUTCFullYear(), result.getUTCMonth() + 1, 0)).getUTCDate();
  result.setUTCDate(Math.min(date.getUTCDate(), last));
  return result;
};

const part = (read: (date: Date) => number) => property(int, read);

export const dateMembers: Members = {
  AddMilliseconds: adding(1),
  AddSeconds: adding(second),
  AddMinutes: adding(minute),
  AddHours: adding(hour),
  AddDays: adding(day),
  AddMonths: method([int], dateTime, addMonths),
  AddYears: method([int], dateTime, (self: Date, count: number) => addMonths(self, count * 12)),
  Add: method([timeSpan], dateTime, (self: Date, span: TimeSpan) => new Date(self.getTime() + span.milliseconds)),
  Subtract: methods(
    overload([dateTime], timeSpan, (self: Date, other: Date) => new TimeSpan(self.getTime() - other.getTime())),
    overload([timeSpan], dateTime, (self: Date, span: TimeSpan) => new Date(self.getTime() - span.milliseconds)),
  ),
  Year: part((date) => date.getUTCFullYear()),
  Month: part((date) => date.getUTCMonth() + 1),
  Day: part((date) => date.getUTCDate()),
  Hour: part((date) => date.getUTCHours()),
  Minute: part((date) => date.getUTCMinutes()),
  Second: part((date) => date.getUTCSeconds()),
  Millisecond: part((date) => date.getUTCMilliseconds()),
  DayOfWeek: property(dayOfWeek, (self: Date) => formatDate(self, 'dddd')),
  DayOfYear: part((date) => 1 + Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / day)),
  Date: property(dateTime, (self: Date) => new Date(Math.floor(self.getTime() / day) * day)),
  TimeOfDay: property(timeSpan, (self: Date) => new TimeSpan(((self.getTime() % day) + day) % day)),
  ToUniversalTime: method([], dateTime, (self: Date) => self),
  ToString: methods(
    overload([], string, (self: Date) => formatDate(self)),
    overload([string], string, (self: Date, format: string) => formatDate(self, format)),
  ),
  CompareTo: method([dateTime], int, (self: Date, other: Date) => Math.sign(self.getTime() - other.getTime())),
};

export const dateStatics: Members = {
  UtcNow: property(dateTime, (context: ExpressionContext) => new Date(context.clock.now())),
  Now: property(dateTime, (context: ExpressionContext) => new Date(context.clock.now())),
  Today: property(dateTime, (context: ExpressionContext) => new Date(Math.floor(context.clock.now() / day) * day)),
  UnixEpoch: property(dateTime, () => new Date(0)),
  MinValue: property(dateTime, () => new Date('0001-01-01T00:00:00Z')),
  MaxValue: property(dateTime, () => new Date('9999-12-31T23:59:59.999Z')),
  Parse: method([string], dateTime, (_: unknown, text?: string) => parseDate(text)),
  TryParse: method(
    [string, out(dateTime)],
    bool,
    (_: unknown, text: string | undefined, result: { set(value: unknown): void }) =>
      tryInto(() => parseDate(text), result, new Date('0001-01-01T00:00:00Z')),
  ),
};

/** Always at UTC: an offset other than zero would need a value of its own. */
export const offsetMembers: Members = {
  ToUnixTimeSeconds: method([], long, (self: Date) => Math.floor(self.getTime() / second)),
  ToUnixTimeMilliseconds: method([], long, (self: Date) => self.getTime()),
  UtcDateTime: property(dateTime, (self: Date) => self),
  DateTime: property(dateTime, (self: Date) => self),
  ToString: dateMembers.ToString as Method,
};

export const offsetStatics: Members = {
  UtcNow: property(dateTimeOffset, (context: ExpressionContext) => new Date(context.clock.now())),
  Now: property(dateTimeOffset, (context: ExpressionContext) => new Date(context.clock.now())),
  FromUnixTimeSeconds: method([long], dateTimeOffset, (_: unknown, count: number) => new Date(count * second)),
  FromUnixTimeMilliseconds: method([long], dateTimeOffset, (_: unknown, count: number) => new Date(count)),
};

export const offsetConstructor = [overload([dateTime], dateTimeOffset, (_: unknown, date: Date) => date)];

export const dateConstructor = [
  overload(
    [int, int, int],
    dateTime,
    (_: unknown, year: number, month: number, date: number) => new Date(Date.UTC(year, month - 1, date)),
  ),
  overload(
    [int, int, int, int, int, int],
    dateTime,
    (_: unknown, year: number, month: number, date: number, hours: number, minutes: number, seconds: number) =>
      new Date(Date.UTC(year, month - 1, date, hours, minutes, seconds)),
  ),
];

const total = (unit: number) => property(double, (self: TimeSpan) => self.milliseconds / unit);
const component = (unit: number, modulus: number) =>
  property(int, (self: TimeSpan) => Math.trunc(self.milliseconds / unit) % modulus);

export const timeSpanMembers: Members = {
  TotalMilliseconds: total(1),
  TotalSeconds: total(second),
  TotalMinutes: total(minute),
  TotalHours: total(hour),
  TotalDays: total(day),
  Milliseconds: component(1, 1000),
  Seconds: component(second, 60),
  Minutes: component(minute, 60),
  Hours: component(hour, 24),
  Days: component(day, Number.POSITIVE_INFINITY),
  Add: method(
    [timeSpan],
    timeSpan,
    (self: TimeSpan, other: TimeSpan) => new TimeSpan(self.milliseconds + other.milliseconds),
  ),
};

const from = (unit: number) => method([double], timeSpan, (_: unknown, count: number) => new TimeSpan(count * unit));

export const timeSpanStatics: Members = {
  FromMilliseconds: from(1),
  FromSeconds: from(second),
  FromMinutes: from(minute),
  FromHours: from(hour),
  FromDays: from(day),
  Zero: property(timeSpan, () => new TimeSpan(0)),
};

export const timeSpanConstructor = [
  overload(
    [int, int, int],
    timeSpan,
    (_: unknown, hours: number, minutes: number, seconds: number) =>
      new TimeSpan(hours * hour + minutes * minute + seconds * second),
  ),
  overload(
    [int, int, int, int],
    timeSpan,
    (_: unknown, days: number, hours: number, minutes: number, seconds: number) =>
      new TimeSpan(days * day + hours * hour + minutes * minute + seconds * second),
  ),
];
