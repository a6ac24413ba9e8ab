/** A policy: where it may stand, and how its element becomes something that runs. */
import type { Exchange } from '../runtime/exchange.ts';
import type { Ran, Step } from '../runtime/step.ts';
import type { Reader } from './reader.ts';
import type { Section } from './scope.ts';

export interface Policy {
  /** Default: everywhere. */
  sections?: readonly Section[];
  /** Reads all of the element (`finish` is called for it) and answers what it does. */
  compile: (reader: Reader) => ((exchange: Exchange) => Ran) | Compiled;
}

export interface Compiled {
  run: (exchange: Exchange) => Ran;
  preflight?: Step['preflight'];
  /** Steps inside. */
  inner?: readonly Step[];
  /** Values that the policy prepares itself, because they are needed later than at its start. */
  ownReady?: boolean;
}
