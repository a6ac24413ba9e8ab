/** Counters of rate limits: so many calls per key in a period that starts with the key's first call. */
import type { Clock } from '../expressions/context.ts';

export interface Count {
  /** Calls left after this one; negative when there are too many. */
  remaining: number;
  /** Seconds until the period ends. */
  resetIn: number;
}

export interface Counters {
  /** Adds `by` calls (0 looks only). `period` is in seconds. */
  add(key: string, by: number, limit: { calls: number; period: number }): Count;
}

interface Window {
  used: number;
  ends: number;
}

const sweepAbove = 10_000;

export const createCounters = (clock: Clock): Counters => {
  const windows = new Map<string, Window>();

  const sweep = (now: number): void => {
    for (const [key, { ends }] of windows) if (ends <= now) windows.delete(key);
  };

  return {
    add: (key, by, { calls, period }) => {
      const now = clock.now();
      const id = `${period}/${key}`;
      const known = windows.get(id);
      const window = known && known.ends > now ? known : { used: 0, ends: now + period * 1000 };
      if (window !== known) {
        if (windows.size >= sweepAbove) sweep(now);
        windows.set(id, window);
      }
      const remaining = calls - window.used - by;
      // A refused call does not count: it must not keep its caller out for longer.
      if (remaining >= 0) window.used += by;
      return { remaining, resetIn: Math.ceil((window.ends - now) / 1000) };
    },
  };
};
