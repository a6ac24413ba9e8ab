/** The month that the clock shows, against which the expiry of cards is held. */
import type { Month } from './domain/card.ts';

/** @param now milliseconds since the epoch */
export const monthOf = (now: number): Month => {
  const date = new Date(now);
  return { month: date.getUTCMonth() + 1, year: date.getUTCFullYear() };
};
