/** Who waits for the end of which instance, in this process. */

export interface EndListeners {
  /** Calls the listener once at the instance's end. Returns how to take it back. */
  add: (id: string, listener: () => void) => () => void;
  tell: (id: string) => void;
}

export const createEndListeners = (): EndListeners => {
  const listeners = new Map<string, Set<() => void>>();
  const remove = (id: string, listener: () => void): void => {
    const waiting = listeners.get(id);
    waiting?.delete(listener);
    if (waiting?.size === 0) listeners.delete(id);
  };
  return {
    add: (id, listener) => {
      const waiting = listeners.get(id) ?? new Set();
      listeners.set(id, waiting.add(listener));
      return () => remove(id, listener);
    },
    tell: (id) => {
      const waiting = listeners.get(id);
      if (waiting === undefined) return;
      listeners.delete(id);
      for (const listener of waiting) listener();
    },
  };
};
