/** Shows the lines of all parts on the terminal and keeps them, complete, in a file for each part. */
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { type LogRecord, readable } from './log.ts';

const parse = (line: string): LogRecord | undefined => {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as LogRecord;
  } catch {
    return undefined;
  }
};

export interface LogView {
  /** Takes a line that a part has written. */
  line(part: string, text: string): void;
  /**
   * From now on lines are shown. Before, only warnings are, and where a debugger can attach: the start stays readable, and who fails to
   * start is quoted by its error.
   */
  open(): void;
}

const warning = 40;
/** What Node writes when it is started with `--inspect`. */
const debuggerAddress = 'Debugger listening on ';

export const createLogView = (directory: string, write: (text: string) => void, colour: boolean): LogView => {
  mkdirSync(directory, { recursive: true });
  const files = new Map<string, WriteStream>();
  let isOpen = false;

  const keep = (part: string, text: string) => {
    const file = files.get(part) ?? createWriteStream(join(directory, `${part}.log`), { flags: 'a' });
    files.set(part, file);
    file.write(`${text}\n`);
  };

  return {
    line: (part, text) => {
      keep(part, text);
      const record = parse(text);
      const isUrgent = Number(record?.level) >= warning || text.startsWith(debuggerAddress);
      if (!isOpen && !isUrgent) return;
      write(record ? readable(record, colour) : `          ${part.padEnd(9)} ${text}\n`);
    },
    open: () => {
      isOpen = true;
    },
  };
};
