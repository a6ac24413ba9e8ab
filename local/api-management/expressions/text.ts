/** What `ToString()` gives in C# (invariant culture) for the values of expressions, and their format strings. */
import { EvaluationError } from './problem.ts';
import { isPlainObject } from './types.ts';

const pad = (value: number, length: number): string => String(Math.trunc(value)).padStart(length, '0');

/** A span of time. C# has a struct; here it is a class, so that a boxed one is recognised. */
export class TimeSpan {
  readonly milliseconds: number;
  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }
  /** `[-][d.]hh:mm:ss[.fffffff]` */
  toString(): string {
    const all = Math.abs(this.milliseconds);
    const days = Math.trunc(all / 86_400_000);
    const clock = [Math.trunc(all / 3_600_000) % 24, Math.trunc(all / 60_000) % 60, Math.trunc(all / 1000) % 60];
    const fraction = all % 1000 ? `.${pad((all % 1000) * 10_000, 7)}` : '';
    return `${this.milliseconds < 0 ? '-' : ''}${days ? `${days}.` : ''}${clock.map((part) => pad(part, 2)).join(':')}${fraction}`;
  }
}

export class Guid {
  readonly text: string;
  constructor(text: string) {
    if (!/^\{?[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\}?$/i.test(text))
      throw new EvaluationError('Guid should contain 32 digits with 4 dashes.');
    const digits = text.replaceAll(/[{}-]/g, '').toLowerCase();
    this.text = [
      [0, 8],
      [8, 12],
      [12, 16],
      [16, 20],
      [20, 32],
    ]
      .map(([from, to]) => digits.slice(from, to))
      .join('-');
  }
  toString(format = 'D'): string {
    if (format === 'N') return this.text.replaceAll('-', '');
    if (format === 'B') return `{${this.text}}`;
    if (format === 'D' || format === '') return this.text;
    throw new EvaluationError(`Format "${format}" of a Guid is not supported; use "D", "N" or "B".`);
  }
}

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const dateParts: Record<string, (date: Date) => string> = {
  yyyy: (date) => pad(date.getUTCFullYear(), 4),
  yy: (date) => pad(date.getUTCFullYear() % 100, 2),
  MMMM: (date) => months[date.getUTCMonth()] ?? '',
  MMM: (date) => (months[date.getUTCMonth()] ?? '').slice(0, 3),
  MM: (date) => pad(date.getUTCMonth() + 1, 2),
  M: (date) => String(date.getUTCMonth() + 1),
  dddd: (date) => days[date.getUTCDay()] ?? '',
  ddd: (date) => (days[date.getUTCDay()] ?? '').slice(0, 3),
  dd: (date) => pad(date.getUTCDate(), 2),
  d: (date) => String(date.getUTCDate()),
  HH: (date) => pad(date.getUTCHours(), 2),
  H: (date) => String(date.getUTCHours()),
  hh: (date) => pad(date.getUTCHours() % 12 || 12, 2),
  h: (date) => String(date.getUTCHours() % 12 || 12),
  mm: (date) => pad(date.getUTCMinutes(), 2),
  m: (date) => String(date.getUTCMinutes()),
  ss: (date) => pad(date.getUTCSeconds(), 2),
  s: (date) => String(date.getUTCSeconds()),
  fffffff: (date) => pad(date.getUTCMilliseconds() * 10_000, 7),
  fff: (date) => pad(date.getUTCMilliseconds(), 3),
  ff: (date) => pad(date.getUTCMilliseconds() / 10, 2),
  f: (date) => pad(date.getUTCMilliseconds() / 100, 1),
  tt: (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  zzz: () => '+00:00',
  K: () => 'Z',
};

const standardDates: Record<string, string> = {
  o: "yyyy-MM-dd'T'HH:mm:ss.fffffffK",
  O: "yyyy-MM-dd'T'HH:mm:ss.fffffffK",
  s: "yyyy-MM-dd'T'HH:mm:ss",
  u: "yyyy-MM-dd HH:mm:ss'Z'",
  r: "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
  R: "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
  d: 'MM/dd/yyyy',
  t: 'HH:mm',
  T: 'HH:mm:ss',
  D: 'dddd, dd MMMM yyyy',
  g: 'MM/dd/yyyy HH:mm',
  G: 'MM/dd/yyyy HH:mm:ss',
};

const dateToken = /'([^']*)'|"([^"]*)"|\\(.)|yyyy|yy|M{1,4}|d{1,4}|HH?|hh?|mm?|ss?|fffffff|fff|ff|f|tt|zzz|K|[^]/g;

/** A DateTime (always UTC here) by a standard or custom format. */
export const formatDate = (date: Date, format = 'G'): string => {
  if (Number.isNaN(date.getTime())) throw new EvaluationError('The DateTime is out of range.');
  const pattern = format.length === 1 ? standardDates[format] : format;
  if (pattern === undefined) throw new EvaluationError(`Format "${format}" of a DateTime is not supported.`);
  return pattern.replaceAll(dateToken, (token, single: string, double: string, escaped: string) => {
    const part = Object.hasOwn(dateParts, token) ? dateParts[token] : undefined;
    return part ? part(date) : (single ?? double ?? escaped ?? token);
  });
};

const grouped = (text: string): string => text.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

const customNumber = (value: number, format: string): string => {
  const [whole = '', fraction = ''] = format.replaceAll(',', '').split('.');
  const least = fraction.replaceAll('#', '').length;
  const [digits = '', decimals = ''] = Math.abs(value).toFixed(fraction.length).split('.');
  const kept = decimals.slice(0, least) + decimals.slice(least).replace(/0+$/, '');
  const padded = digits.padStart(whole.replaceAll('#', '').length, '0');
  return `${value < 0 ? '-' : ''}${format.includes(',') ? grouped(padded) : padded}${kept && `.${kept}`}`;
};

/** A number by a standard format (D, F, N, X, P, G) or a custom one of `0`, `#`, `,` and `.`. */
export const formatNumber = (value: number, format: string): string => {
  const [, letter = '', digits = ''] = /^([dfnxpg])(\d*)$/i.exec(format) ?? [];
  const decimals = digits === '' ? 2 : Number(digits);
  if (/^[gG]$/.test(format)) return numberText(value);
  if (/^d/i.test(letter)) return `${value < 0 ? '-' : ''}${pad(Math.abs(value), Number(digits))}`;
  if (/^f/i.test(letter)) return value.toFixed(decimals);
  if (/^p/i.test(letter)) return `${(value * 100).toFixed(decimals)} %`;
  if (/^n/i.test(letter)) {
    const [whole = '', fraction] = value.toFixed(decimals).split('.');
    return fraction === undefined ? grouped(whole) : `${grouped(whole)}.${fraction}`;
  }
  if (/^x/i.test(letter)) {
    const hex = Math.trunc(value).toString(16).padStart(Number(digits), '0');
    return letter === 'X' ? hex.toUpperCase() : hex;
  }
  if (/^[#0,]*0?(\.[0#]+)?$/.test(format)) return customNumber(value, format);
  throw new EvaluationError(`Format "${format}" of a number is not supported.`);
};

/** Exponents as C# writes them: `1E+21`. */
const numberText = (value: number): string =>
  Number.isFinite(value)
    ? String(value).replace(/e([+-])(\d+)/, (_, sign: string, digits: string) => `E${sign}${digits.padStart(2, '0')}`)
    : value > 0
      ? '∞'
      : value < 0
        ? '-∞'
        : 'NaN';

/** `ToString()` of any value; null is the empty string, as in a concatenation. */
export const toText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value === undefined || value === null) return '';
  if (value instanceof Date) return formatDate(value);
  if (value instanceof URL) return value.href;
  if (value instanceof Error) return value.message;
  if (Array.isArray(value) || isPlainObject(value)) return JSON.stringify(value, null, 2);
  return (value as { toString(): string }).toString();
};

/** `ToString(format)`, as in `$"{value:format}"`. */
export const toFormatted = (value: unknown, format: string): string => {
  if (value instanceof Date) return formatDate(value, format);
  if (typeof value === 'number') return formatNumber(value, format);
  if (value instanceof Guid) return value.toString(format);
  return toText(value);
};
