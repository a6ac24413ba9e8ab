/** Text that the browser keeps for the shop, and that every open tab hears of when it changes. */
import { useSyncExternalStore } from 'react';

export interface Stored {
  readonly read: () => string | null;
  /** Null forgets it. */
  readonly write: (text: string | null) => void;
  /** Calls back after every change, also one in another tab. Returns how to stop. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** One key of a storage. A browser that keeps nothing for us gets a shop that forgets with the page. */
export const stored = (key: string, storage: () => Storage = () => localStorage): Stored => {
  const listeners = new Set<() => void>();
  let fallback: string | null = null;

  const read = (): string | null => {
    try {
      return storage().getItem(key);
    } catch {
      return fallback;
    }
  };

  const write = (text: string | null): void => {
    fallback = text;
    try {
      if (text === null) storage().removeItem(key);
      else storage().setItem(key, text);
    } catch {
      // Kept in `fallback`.
    }
    for (const listener of listeners) listener();
  };

  const subscribe = (listener: () => void): (() => void) => {
    const onStorage = (event: StorageEvent): void => {
      if (event.key === key || event.key === null) listener();
    };
    listeners.add(listener);
    window.addEventListener('storage', onStorage);
    return () => {
      listeners.delete(listener);
      window.removeEventListener('storage', onStorage);
    };
  };

  return { read, write, subscribe };
};

/** What is stored, followed as it changes. */
export const useStored = ({ subscribe, read }: Stored): string | null => useSyncExternalStore(subscribe, read);
