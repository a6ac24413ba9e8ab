/** Steps: compiled policies. Those that need not wait answer nothing, so that a request that waits for nothing costs no promise. */
import type { Exchange, Place } from './exchange.ts';

/** Nothing when the step is done, a promise when it has to wait. */
export type Ran = Promise<void> | void;

export interface Step {
  place: Place;
  run: (exchange: Exchange) => Ran;
  /** The policies in this one, with itself: `choose` may hold `cache-store`. */
  holds: ReadonlySet<string>;
  /** For `cors`: whether it answers this preflight request. */
  preflight?: (exchange: Exchange) => void;
}

/** Runs steps one after the other until one of them stops the exchange. */
export const runSteps = (steps: readonly Step[], exchange: Exchange, from = 0): Ran => {
  for (let index = from; index < steps.length; index++) {
    const step = steps[index] as Step;
    exchange.place = step.place;
    const pending = step.run(exchange);
    if (pending) return pending.then(() => (exchange.stopped ? undefined : runSteps(steps, exchange, index + 1)));
    if (exchange.stopped) return undefined;
  }
  return undefined;
};
