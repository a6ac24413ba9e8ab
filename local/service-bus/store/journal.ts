/** Where changes of messages go before they are answered for. */
import type { Message, Queue } from '../engine/model.ts';

/** Collects changes and writes them together. */
export type Journal = {
  changed: (message: Message) => void;
  numbered: (queue: Queue) => void;
  /** Writes everything collected since the last time, in one transaction. Throws when it cannot, and then keeps it for the next time. */
  commit: () => void;
  close: () => void;
};

/** Keeps nothing: for a broker that lives in memory. */
export const memoryJournal: Journal = { changed: () => {}, numbered: () => {}, commit: () => {}, close: () => {} };
