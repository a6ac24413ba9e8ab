/** The library's log levels on our logger. */
import type { Logger } from '../log.ts';
import type { LogLevel } from './core-types.ts';

const levels = {
  trace: 'trace',
  debug: 'debug',
  information: 'info',
  warning: 'warn',
  error: 'error',
  critical: 'fatal',
} as const;

/** Writes one line; `none` and unknown levels write nothing, as in Azure. */
export const writeLog = (log: Logger, level: LogLevel, fields: object, message: string): void => {
  if (Object.hasOwn(levels, level)) log[levels[level as keyof typeof levels]](fields, message);
};
