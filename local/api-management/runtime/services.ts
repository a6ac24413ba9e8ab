/** What the gateway keeps between requests and across reloads of its files. */
import type { Logger } from '../../log.ts';
import type { Clock } from '../expressions/context.ts';
import type { KeySets } from '../jwt/key-sets.ts';
import type { Breakers } from './breakers.ts';
import type { Cache } from './cache.ts';
import type { Counters } from './counters.ts';
import type { Transport } from './messages.ts';

export interface Services {
  log: Logger;
  clock: Clock;
  /** Waits; tests let no time pass. */
  sleep(milliseconds: number): Promise<void>;
  send: Transport;
  counters: Counters;
  cache: Cache;
  keys: KeySets;
  breakers: Breakers;
}
