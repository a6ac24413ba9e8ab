/** Tells once when a receiver has lost its broker and once when it is back, however often it tries in between. */
import type { Logger } from '../../log.ts';

export interface Availability {
  lost: (error: Error) => void;
  back: () => void;
}

export const createAvailability = (log: Logger, entity: string): Availability => {
  let lost = false;
  return {
    lost: (error) => {
      if (lost) return;
      lost = true;
      log.warn({ entity }, `cannot receive, and keeps trying: ${error.message}`);
    },
    back: () => {
      if (lost) log.info({ entity }, 'receives again');
      lost = false;
    },
  };
};
