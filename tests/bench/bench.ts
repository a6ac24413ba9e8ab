/** What a benchmark is told and what it hands back. */

export interface BenchOptions {
  /** How long each measurement lasts, after how long a warm-up. */
  seconds: number;
  warmUpSeconds: number;
  /** Says which code the processes spend their time in, at the price of some of that time. */
  profile: boolean;
}

/** The figures of the last line, under the names that others rely on; null where there is nothing to measure. */
export type Figures = Record<string, unknown>;

/** Measures, and prints on the way where the time goes. */
export type Bench = (options: BenchOptions) => Promise<Figures>;
