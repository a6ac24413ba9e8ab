/** Prices and dates as people read them, in the language of the browser. */

const locale = (): string => (typeof navigator === 'undefined' ? 'en-US' : navigator.language);

const formats = new Map<string, Intl.NumberFormat>();

const moneyFormat = (currency: string, language: string): Intl.NumberFormat => {
  const key = `${language} ${currency}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(language, { style: 'currency', currency });
  formats.set(key, format);
  return format;
};

/** How many decimals the minor unit of a currency stands for: 2 for USD, 0 for JPY. */
export const decimalsOf = (currency: string): number =>
  moneyFormat(currency, 'en-US').resolvedOptions().maximumFractionDigits ?? 2;

/** 1450 minor units of USD as `$14.50`. */
export const money = (minor: number, currency: string, language = locale()): string =>
  moneyFormat(currency, language).format(minor / 10 ** decimalsOf(currency));

/** What somebody typed as an amount, e.g. `14.50` or `14,5`, in minor units; undefined when it is no amount. */
export const parseMoney = (typed: string, currency: string): number | undefined => {
  const decimals = decimalsOf(currency);
  const match = /^(\d{1,10})(?:[.,](\d+))?$/.exec(typed.trim());
  if (!match) return undefined;
  const [, whole = '0', fraction = ''] = match;
  if (fraction.length > decimals) return undefined;
  return Number(whole + fraction.padEnd(decimals, '0'));
};

/** Minor units as they stand in an input: 1450 of USD as `14.50`. */
export const plainMoney = (minor: number, currency: string): string => {
  const decimals = decimalsOf(currency);
  return (minor / 10 ** decimals).toFixed(decimals);
};

export const dateAndTime = (instant: string, language = locale()): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));

export const dateOnly = (instant: string, language = locale()): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(instant));

/** Time of day with seconds, for what happens within a minute. */
export const timeOfDay = (instant: string, language = locale()): string =>
  new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(new Date(instant));
