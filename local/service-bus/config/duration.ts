/** ISO 8601 durations of days and less, as Service Bus writes them: `PT1M`, `P1DT2H`, `PT0.5S`. */

const pattern = /^P(?!$)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const unitsMs = [86_400_000, 3_600_000, 60_000, 1000];

/** The longest .NET TimeSpan (P10675199DT2H48M5.4775807S) is Azure's way to write "without limit". */
const UNLIMITED_MS = 10_675_199 * 86_400_000;

/** Milliseconds of a duration, Infinity for one without limit, undefined for text that is no duration. */
export const parseDuration = (text: string): number | undefined => {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const ms = unitsMs.reduce((sum, unit, i) => sum + unit * Number(match[i + 1] ?? 0), 0);
  return ms >= UNLIMITED_MS ? Infinity : ms;
};
