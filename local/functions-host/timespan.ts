/** .NET time spans, the form in which host.json and timer schedules give durations. */

const form = /^(?:(\d+)\.)?(\d{1,2}):([0-5]?\d):([0-5]?\d)(?:\.(\d{1,7}))?$/;

/** `[d.]hh:mm:ss[.fffffff]` in milliseconds, or undefined when the text is no time span (hours above 23 need days). */
export const parseTimeSpan = (text: string): number | undefined => {
  const match = form.exec(text);
  if (match === null || Number(match[2]) > 23) return undefined;
  const [days, hours, minutes, seconds] = match.slice(1, 5).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds + Number(`0.${match[5] ?? 0}`)) * 1000;
};
