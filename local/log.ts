/** How every part of the local platform logs: JSON lines for machines, short lines for a person at a terminal. */
import { type Logger, pino } from 'pino';

export type { Logger };

const colours: Record<number, string> = { 40: '\u001b[33m', 50: '\u001b[31m', 60: '\u001b[31m' };

/** One log record as a line for people: `14:02:11  catalog   warning text`. Keys other than pino's own follow as `key=value`. */
export const readable = (record: Record<string, unknown>, colour: boolean): string => {
  const { time, level, name, msg, err, pid, hostname, ...rest } = record;
  const clock = new Date(Number(time)).toTimeString().slice(0, 8);
  const extra = Object.entries(rest).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const stack = typeof err === 'object' && err !== null && 'stack' in err ? `\n${String(err.stack)}` : '';
  const text = [String(msg ?? ''), ...extra].filter(Boolean).join('  ') + stack;
  const tint = colour ? (colours[Number(level)] ?? '') : '';
  return `${clock}  ${String(name ?? '').padEnd(9)} ${tint}${text}${tint && '\u001b[0m'}\n`;
};

/** A logger for one part. `LOG_FORMAT=json` (set by whoever collects the lines) writes JSON, anything else readable lines. */
export const createLogger = (name: string, level = process.env.LOG_LEVEL ?? 'info'): Logger =>
  process.env.LOG_FORMAT === 'json'
    ? pino({ name, level, base: { name } })
    : pino(
        { name, level, base: { name } },
        {
          write: (line: string) =>
            process.stdout.write(readable(JSON.parse(line) as Record<string, unknown>, process.stdout.isTTY === true)),
        },
      );
