/** Keeps the basket at the shop the same in all tabs of this browser. */
import { reread } from '../api/queries.ts';
import { storagePrefix } from '../session/stored-user.ts';

const key = `${storagePrefix}basket-changed`;

/** Says that the basket at the shop has changed. The browser tells other tabs of every new text under a key, and this one of none. */
export const tellOtherTabs = (): void => {
  try {
    localStorage.setItem(key, crypto.randomUUID());
  } catch {
    // Without storage the other tabs read the basket when they are looked at again.
  }
};

const onStorage = (event: StorageEvent): void => {
  if (event.key === key) reread(['basket']);
};

/** Reads the basket again when another tab has changed it. Returns how to stop. */
export const followOtherTabs = (): (() => void) => {
  window.addEventListener('storage', onStorage);
  return () => window.removeEventListener('storage', onStorage);
};
