/** A few numbers that stand for many. */

/** The value that a share of all values (0 to 1) do not exceed; NaN for none. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Rounded to so many significant digits, as figures are told to people. */
export const round = (value: number, digits = 3): number => Number(value.toPrecision(digits));
