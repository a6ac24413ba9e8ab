/** Tells once when a receiver has lost its broker and once when it is back, however often it tries in between. */
import type { Logger } from '../../log.ts';

export const createAvailability = (log: Logger, entity: string) => {
  let lost = false;
  return {
    lost: (error: Error): void => {
      if (lost) return;
      lost = true;
      log.warn({ entity }, `cannot receive, and keeps trying: ${error.message}`);
    },
    back: (): void => {
      if (lost) log.info({ entity }, 'receives again');
      lost = false;
    },
  };
};
