/** The built-in cache: values with an age, least recently stored ones dropped when it is full. */
import type { Clock } from '../expressions/context.ts';

export interface Cache {
  get(key: string): unknown;
  set(key: string, value: unknown, seconds: number): void;
  delete(key: string): void;
}

const mostEntries = 5000;

export const createCache = (clock: Clock): Cache => {
  const entries = new Map<string, { value: unknown; until: number }>();
  return {
    get: (key) => {
      const entry = entries.get(key);
      if (entry && entry.until > clock.now()) return entry.value;
      entries.delete(key);
      return undefined;
    },
    set: (key, value, seconds) => {
      entries.delete(key);
      const oldest = entries.size >= mostEntries ? entries.keys().next().value : undefined;
      if (oldest !== undefined) entries.delete(oldest);
      entries.set(key, { value, until: clock.now() + seconds * 1000 });
    },
    delete: (key) => void entries.delete(key),
  };
};
