/** What processes use, as Linux tells it; elsewhere nothing is told. */
import { readFileSync } from 'node:fs';

/** A process and what it is called. */
export interface Named {
  name: string;
  pid: number | undefined;
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** Clock ticks of `/proc/PID/stat` per second: 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** Seconds of processor time since the process started, in user mode and in the kernel together. */
export const cpuSeconds = ({ pid }: Named): number => {
  // The second field is the command in parentheses and may hold spaces; user and system time are the 12th and 13th after it.
  const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond;
};

/** Resident memory in MB: all of it, and the process's fair part when pages that several share are divided among them. */
export const memoryOf = ({ pid }: Named): { residentMb: number; proportionalMb: number } => {
  const rollup = read(`/proc/${pid}/smaps_rollup`);
  const mb = (field: string) => Number(new RegExp(`^${field}: +(\\d+)`, 'm').exec(rollup)?.[1] ?? 0) / 1024;
  return { residentMb: mb('Rss'), proportionalMb: mb('Pss') };
};

/** What a group of processes has used between two looks. */
export const startUsage = (processes: readonly Named[]) => {
  const before = processes.map(cpuSeconds);
  return {
    /** Processor seconds of each since the start. */
    cpu: (): { name: string; seconds: number }[] =>
      processes.map((process, index) => ({ name: process.name, seconds: cpuSeconds(process) - (before[index] ?? 0) })),
  };
};
