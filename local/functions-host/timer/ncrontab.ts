/**
 * NCRONTAB expressions, `{second} {minute} {hour} {day} {month} {day of week}` (five fields: no second), as the NCrontab
 * library of Azure Functions reads them: day and day of week must both match, `5/10` runs from 5 to the end. UTC. Pure.
 */

interface Field {
  name: string;
  low: number;
  high: number;
  /** Names for the values from `low` on. */
  names?: readonly string[];
}

const fields: readonly Field[] = [
  { name: 'second', low: 0, high: 59 },
  { name: 'minute', low: 0, high: 59 },
  { name: 'hour', low: 0, high: 23 },
  { name: 'day', low: 1, high: 31 },
  {
    name: 'month',
    low: 1,
    high: 12,
    names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  { name: 'day of week', low: 0, high: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

/** The allowed values of each field, ascending. */
export interface Crontab {
  seconds: readonly number[];
  minutes: readonly number[];
  hours: readonly number[];
  days: ReadonlySet<number>;
  months: ReadonlySet<number>;
  weekdays: ReadonlySet<number>;
}

const valueOf = (text: string, { name, low, high, names = [] }: Field): number => {
  const named = text.length >= 3 ? names.findIndex((each) => each === text.slice(0, 3).toLowerCase()) : -1;
  const value = named >= 0 ? named + low : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= low && value <= high) return value;
  throw new Error(`"${text}" is no ${name} (${low} to ${high})`);
};

const rangeOf = (range: string, stepped: boolean, field: Field): [number, number] => {
  if (range === '*') return [field.low, field.high];
  const [from = '', to, ...more] = range.split('-');
  const low = valueOf(from, field);
  if (to === undefined) return [low, stepped ? field.high : low];
  const high = valueOf(to, field);
  if (more.length > 0 || low > high) throw new Error(`"${range}" is no range of ${field.name}s that runs forward`);
  return [low, high];
};

const parseItem = (item: string, field: Field): number[] => {
  const [range = '', step, ...more] = item.split('/');
  const every = step === undefined ? 1 : Number(step);
  if (more.length > 0 || !Number.isInteger(every) || every < 1) throw new Error(`"${item}" has no valid step`);
  const [low, high] = rangeOf(range, step !== undefined, field);
  return Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, at) => low + at * every);
};

const parseField = (text: string, field: Field): number[] =>
  [...new Set(text.split(',').flatMap((item) => parseItem(item, field)))].sort((one, other) => one - other);

/** Parses five or six fields; throws an Error that names the field which is wrong. */
export const parseCrontab = (expression: string): Crontab => {
  const parts = expression.trim().split(/\s+/);
  if (parts.length === 5) parts.unshift('0');
  if (parts.length !== 6) throw new Error(`it has ${parts.length} fields; it needs 6, or 5 without seconds`);
  const [seconds = [], minutes = [], hours = [], days, months, weekdays] = fields.map((field, at) =>
    parseField(parts[at] ?? '', field),
  );
  return { seconds, minutes, hours, days: new Set(days), months: new Set(months), weekdays: new Set(weekdays) };
};

/** The first allowed time of day, in seconds since midnight, that is not before `from`. */
const timeOfDay = ({ hours, minutes, seconds }: Crontab, from: number): number | undefined => {
  for (const hour of hours) {
    if (hour * 3600 + 3599 < from) continue;
    for (const minute of minutes) {
      const start = hour * 3600 + minute * 60;
      const second = seconds.find((each) => start + each >= from);
      if (second !== undefined) return start + second;
    }
  }
  return undefined;
};

const isDay = ({ days, months, weekdays }: Crontab, day: Date) =>
  months.has(day.getUTCMonth() + 1) && days.has(day.getUTCDate()) && weekdays.has(day.getUTCDay());

const dayMs = 86_400_000;
/** 29 February falls on a given weekday at least once in forty years. */
const horizonDays = 41 * 366;

/** The first occurrence after `after`, or undefined if there is none (30 February). */
export const nextOccurrence = (crontab: Crontab, after: Date): Date | undefined => {
  const start = Math.floor(after.getTime() / 1000) * 1000 + 1000;
  const midnight = start - (((start % dayMs) + dayMs) % dayMs);
  for (let day = 0; day < horizonDays; day += 1) {
    const date = midnight + day * dayMs;
    const time = isDay(crontab, new Date(date)) ? timeOfDay(crontab, day === 0 ? (start - date) / 1000 : 0) : undefined;
    if (time !== undefined) return new Date(date + time * 1000);
  }
  return undefined;
};
