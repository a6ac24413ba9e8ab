/** The common ground of all queues of one broker: the clock, the agenda of what falls due, and the counters. */
import { createHeap } from './heap.ts';
import type { Engine, EngineOptions } from './model.ts';

/** An engine without queues. */
export const createEngine = (options: EngineOptions): Engine => ({
  ...options,
  agenda: createHeap(),
  lastMessageId: 0,
  lastLock: 0,
});

/** When something falls due next, in ms since 1970; Infinity when nothing does. */
export const nextDue = (engine: Engine): number => engine.agenda.peek()?.key ?? Infinity;
