/** How every part of the local platform logs: JSON lines for machines, short lines for a person at a terminal. */
import { stripVTControlCharacters } from 'node:util';
import { type Logger, pino } from 'pino';

export type { Logger };

/** A line as pino writes it, with whatever else was logged. */
export interface LogRecord {
  time?: number;
  level?: number;
  name?: string;
  msg?: string;
  err?: { stack?: string };
  [key: string]: unknown;
}

/** Names the run of a function for those who search the log files; a person has no use for it. */
const forMachines = new Set(['time', 'level', 'name', 'msg', 'err', 'invocationId']);

const colours: Record<number, string> = { 40: '\u001b[33m', 50: '\u001b[31m', 60: '\u001b[31m' };

/** One log record as a line for people: `14:02:11  catalog   warning text`. Keys other than pino's own follow as `key=value`. */
export const readable = (record: LogRecord, colour: boolean): string => {
  const { time = 0, level = 30, name = '', msg = '', err } = record;
  const clock = new Date(time).toTimeString().slice(0, 8);
  const extra = Object.entries(record)
    .filter(([key]) => !forMachines.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const text = [msg, ...extra].filter(Boolean).join('  ') + (err?.stack ? `\n${err.stack}` : '');
  const tint = colour ? (colours[level] ?? '') : '';
  // What was logged may come from outside; it shall not move the cursor.
  return `${clock}  ${name.padEnd(9)} ${tint}${stripVTControlCharacters(text)}${tint && '\u001b[0m'}\n`;
};

/** A logger for one part. `LOG_FORMAT=json` (set by whoever collects the lines) writes JSON, anything else readable lines. */
export const createLogger = (name: string, level = process.env.LOG_LEVEL ?? 'info'): Logger => {
  const asJson = process.env.LOG_FORMAT === 'json';
  // Not pino's own stream: that one tries for ever to write a fatal line to a pipe that nobody reads any more.
  const write = (line: string) =>
    process.stdout.write(asJson ? line : readable(JSON.parse(line) as LogRecord, process.stdout.isTTY));
  return pino({ name, level, base: { name } }, { write });
};
