/** Backends as policies use them: an address, credentials to add, and when to leave the backend alone. */
import type { CircuitBreakerRule } from '../model/information.ts';
import type { Destination } from './url.ts';

export interface Backend {
  id: string;
  destination: Destination;
  headers: [name: string, values: string[]][];
  query: [name: string, values: string[]][];
  circuitBreaker: CircuitBreakerRule | undefined;
}
