/** Retries with back-off for what passes by itself: a store or a broker that is away for a moment. */
import { setTimeout as wait } from 'node:timers/promises';
import { TerminalError } from './terminal-error.ts';

/** Waits before the second, third … try, about a minute in all; never long, so that what is back is noticed soon. */
const waitSeconds = [0.1, 0.2, 0.5, 1, 2, ...Array<number>(12).fill(5)];

/** Runs `action` until it succeeds, throws a TerminalError, or keeps failing for about a minute; then its last error is thrown. */
export const retrying = async <T>(
  action: () => Promise<T>,
  onRetry: (error: unknown, seconds: number) => void,
): Promise<T> => {
  for (const seconds of waitSeconds) {
    try {
      return await action();
    } catch (error) {
      if (error instanceof TerminalError) throw error;
      onRetry(error, seconds);
      await wait(seconds * 1000);
    }
  }
  return action();
};
