/** One timer for the whole broker, set to the next moment at which something falls due. */
import { advance } from './engine/due.ts';
import { nextDue } from './engine/engine.ts';
import type { Engine } from './engine/model.ts';

export type Alarm = {
  /** Sets the timer again if something falls due earlier than it is set to. */
  set(): void;
  stop(): void;
};

/** setTimeout takes no more than 2^31 - 1 ms; an alarm that rings too early is just set again. */
const LONGEST_WAIT = 2 ** 31 - 1;

/** `ring` runs after what fell due has been carried out. */
export const createAlarm = (engine: Engine, ring: () => void): Alarm => {
  let timer: NodeJS.Timeout | undefined;
  let setTo = Infinity;

  const set = () => {
    const due = nextDue(engine);
    if (due >= setTo) return;
    clearTimeout(timer);
    setTo = due;
    timer = setTimeout(fire, Math.min(Math.max(due - engine.now(), 0), LONGEST_WAIT));
  };

  const fire = () => {
    setTo = Infinity;
    advance(engine);
    ring();
    set();
  };

  return { set, stop: () => clearTimeout(timer) };
};
