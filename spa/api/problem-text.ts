/** The sentence that a person reads about something that went wrong. */
import { texts } from '../texts.ts';
import { isProblem } from './problem.ts';

const { errors } = texts;

/** Our own words for a code we know; else the shop's detail, when the mistake was the caller's. */
export const problemText = (error: unknown): string => {
  if (!isProblem(error)) return errors.general;
  if (error.code === 'offline') return errors.offline;
  const known = errors.byCode[error.code];
  if (known !== undefined) return known;
  if (error.status >= 500) return errors.general;
  return error.detail ?? error.errors[0]?.message ?? (error.message || errors.general);
};
