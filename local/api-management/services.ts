/** The services of a gateway, made once; they outlive reloads of the files. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../log.ts';
import type { Clock } from './expressions/context.ts';
import { createKeySets } from './jwt/key-sets.ts';
import { createBreakers } from './runtime/breakers.ts';
import { createCache } from './runtime/cache.ts';
import { createCounters } from './runtime/counters.ts';
import type { Transport } from './runtime/messages.ts';
import type { Services } from './runtime/services.ts';

export interface ServiceParts {
  log: Logger;
  send: Transport;
  clock?: Clock;
  sleep?: (milliseconds: number) => Promise<void>;
}

export const createServices = ({ log, send, clock = Date, sleep: wait = sleep }: ServiceParts): Services => ({
  log,
  send,
  clock,
  sleep: (milliseconds) => wait(milliseconds),
  counters: createCounters(clock),
  cache: createCache(clock),
  keys: createKeySets({ send, clock, log }),
  breakers: createBreakers(clock),
});
