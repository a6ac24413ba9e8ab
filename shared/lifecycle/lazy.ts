/** Things that are opened at first use, once, and again after an attempt that failed. */

/** Memoises an asynchronous start and forgets it when it fails, so that the next call tries again. */
export const lazy = <T>(start: () => Promise<T>): (() => Promise<T>) => {
  let started: Promise<T> | undefined;
  return () => {
    started ??= start().catch((error: unknown) => {
      started = undefined;
      throw error;
    });
    return started;
  };
};
