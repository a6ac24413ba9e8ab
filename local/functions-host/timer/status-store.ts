/** Keeps the status of timers in `timers.json`, so that a run missed while the host was down is made up for. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { HostError } from '../errors.ts';
import type { ScheduleStatus } from './schedule.ts';

const file = z.record(
  z.string(),
  z.object({ Last: z.string(), Next: z.iso.datetime(), LastUpdated: z.iso.datetime() }),
);

export interface StatusStore {
  get(name: string): ScheduleStatus | undefined;
  set(name: string, status: ScheduleStatus): void;
}

const load = (path: string): Record<string, ScheduleStatus> => {
  try {
    return file.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new HostError(`${path} cannot be read; delete it and the timers begin anew`, { cause: error });
  }
};

/** Statuses in `<dataDir>/timers.json`, replaced as a whole so that a crash leaves the old or the new one; in memory without a folder. */
export const openStatusStore = (dataDir: string | undefined): StatusStore => {
  if (dataDir === undefined) {
    const statuses = new Map<string, ScheduleStatus>();
    return { get: (name) => statuses.get(name), set: (name, status) => statuses.set(name, status) };
  }
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, 'timers.json');
  const statuses = load(path);
  return {
    get: (name) => statuses[name],
    set: (name, status) => {
      statuses[name] = status;
      writeFileSync(`${path}.new`, `${JSON.stringify(statuses, undefined, 2)}\n`);
      renameSync(`${path}.new`, path);
    },
  };
};
