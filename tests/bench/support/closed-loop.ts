/** A closed loop: so many workers, each beginning its next round when the last one has ended. */
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

export interface Measured {
  /** Rounds that ended while it was measured. */
  rounds: number;
  perSecond: number;
  /** How long each of them took. */
  tookMs: readonly number[];
}

interface Loop {
  workers: number;
  warmUpSeconds: number;
  seconds: number;
  /** Called when the warm-up is over, and when the measuring is. */
  onMeasure?: (phase: 'begin' | 'end') => void;
}

/** Runs `round` over and over; what ends within the measured time counts. The first error ends everything. */
export const closedLoop = async (
  { workers, warmUpSeconds, seconds, onMeasure }: Loop,
  round: (worker: number) => Promise<unknown>,
): Promise<Measured> => {
  let tookMs: number[] = [];
  const stopping = new AbortController();
  const work = async (worker: number) => {
    while (!stopping.signal.aborted) {
      const began = performance.now();
      await round(worker);
      tookMs.push(performance.now() - began);
    }
  };
  const working = Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
  const pass = (howLong: number) => Promise.race([working, wait(howLong * 1000)]);
  try {
    await pass(warmUpSeconds);
    tookMs = [];
    onMeasure?.('begin');
    const began = performance.now();
    await pass(seconds);
    const measured = tookMs;
    tookMs = [];
    const took = (performance.now() - began) / 1000;
    onMeasure?.('end');
    return { rounds: measured.length, perSecond: measured.length / took, tookMs: measured };
  } finally {
    stopping.abort();
    await working;
  }
};
