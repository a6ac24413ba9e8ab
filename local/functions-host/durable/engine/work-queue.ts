/** First in, first out, with at most so many pieces of work under way. */

export interface WorkQueue<T> {
  /** Adds work; it begins at the next `pump`. */
  push: (item: T) => void;
  /** Begins as much as the limit allows. Also happens by itself whenever a piece ends. */
  pump: () => void;
  /** Resolves when nothing is under way and nothing more can begin. */
  idle: () => Promise<void>;
  /** Begins nothing more. */
  stop: () => void;
}

/** `work` must not reject. */
export const workQueue = <T>(limit: number, work: (item: T) => Promise<void>): WorkQueue<T> => {
  let items: T[] = [];
  let head = 0;
  let running = 0;
  let stopped = false;
  let idlers: (() => void)[] = [];

  const next = (): T => {
    const item = items[head] as T;
    head += 1;
    if (head === items.length || head > 10_000) {
      items = items.slice(head);
      head = 0;
    }
    return item;
  };

  const isIdle = (): boolean => running === 0 && (stopped || items.length === head);

  const ended = (): void => {
    running -= 1;
    pump();
    if (isIdle()) for (const idler of idlers.splice(0)) idler();
  };

  const pump = (): void => {
    if (stopped) return;
    while (running < limit && items.length > head) {
      running += 1;
      void work(next()).finally(ended);
    }
  };

  return {
    push: (item) => {
      items.push(item);
    },
    pump,
    idle: () => (isIdle() ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
    stop: () => {
      stopped = true;
      if (isIdle()) for (const idler of idlers.splice(0)) idler();
    },
  };
};
