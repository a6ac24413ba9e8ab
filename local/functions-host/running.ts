/** Keeps an eye on the invocations that run: who never answers, who exceeds the limit, and when all are done. */
import type { Logger } from '../log.ts';
import { HostError } from './errors.ts';

export interface RunningOptions {
  log: Logger;
  /** `functionTimeout` of host.json in milliseconds; may be infinite. */
  timeoutMs: number;
  /** An invocation is reported once when it has not answered for so long. */
  slowAfterMs: number;
  now?: () => number;
}

/** How an invocation stands that answers as a stream, which may take its time. */
export interface RunningStream {
  /** Whether its answer has begun. */
  hasBegun: () => boolean;
  /** Whether its caller was sent away, so that nobody waits for it. */
  isDismissed: () => boolean;
}

interface Entry {
  name: string;
  invocationId: string;
  /** Started by the durable engine, which waits for its own work when it stops. */
  durable: boolean;
  stream?: RunningStream | undefined;
  started: number;
  reported: boolean;
  fail(error: Error): void;
}

/** Bookkeeping only, so it costs a request almost nothing: one sweep looks after all invocations. */
export const createRunning = ({ log, timeoutMs, slowAfterMs, now = Date.now }: RunningOptions) => {
  const entries = new Set<Entry>();
  let becameIdle: (() => void)[] = [];

  const awaited = () => [...entries].filter(({ durable, stream }) => !durable && !stream?.isDismissed());

  const done = (entry: Entry) => {
    entries.delete(entry);
    if (becameIdle.length === 0 || awaited().length > 0) return;
    for (const wake of becameIdle) wake();
    becameIdle = [];
  };

  const timedOut = (entry: Entry) => {
    const limit = `functionTimeout of host.json (${timeoutMs / 1000} s)`;
    log.error(
      { function: entry.name, invocationId: entry.invocationId },
      `exceeded ${limit}: given up, but its code cannot be stopped; Azure would restart the app here`,
    );
    entry.fail(new HostError(`Function "${entry.name}" exceeded ${limit}`));
  };

  /** Reports the slow and fails the overdue; called every few seconds. */
  const sweep = () => {
    for (const entry of entries) {
      const age = now() - entry.started;
      if (age >= timeoutMs) timedOut(entry);
      else if (age >= slowAfterMs && !entry.reported && !entry.stream?.hasBegun()) {
        entry.reported = true;
        log.warn(
          { function: entry.name, invocationId: entry.invocationId },
          `has not answered for ${Math.round(age / 1000)} s: is there a promise that never settles?`,
        );
      }
    }
  };

  const track = <T>(about: Omit<Entry, 'started' | 'reported' | 'fail'>, work: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const settle = (finish: () => void) => () => {
        done(entry);
        finish();
      };
      const entry: Entry = {
        ...about,
        started: now(),
        reported: false,
        fail: (error) => settle(() => reject(error))(),
      };
      entries.add(entry);
      work.then(
        (value) => settle(() => resolve(value))(),
        (error: unknown) => settle(() => reject(error))(),
      );
    });

  /** Waits until no invocation runs but durable ones and those that nobody waits for, for at most `graceMs`; tells the names of those that still do. */
  const idle = async (graceMs: number): Promise<string[]> => {
    if (awaited().length > 0) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        becameIdle.push(resolve);
        timer = setTimeout(resolve, graceMs);
      });
      clearTimeout(timer);
    }
    return awaited().map((entry) => entry.name);
  };

  const watch = setInterval(sweep, Math.min(5_000, slowAfterMs));
  watch.unref();
  return { track, idle, sweep, close: () => clearInterval(watch) };
};

export type Running = ReturnType<typeof createRunning>;
