/** Circuit breakers of backends: after too many failures in a while the backend is left alone for a while. */
import type { Clock } from '../expressions/context.ts';
import type { CircuitBreakerRule } from '../model/information.ts';
import type { GatewayResponse } from './messages.ts';

export type Outcome =
  | { status: number; retryAfter?: number }
  | { reason: 'Timeout' | 'BackendConnectionFailure' | 'ClientConnectionFailure' };

export interface Breakers {
  /** Seconds for which the backend is still left alone; 0 when it may be called. */
  openFor(id: string): number;
  record(id: string, rule: CircuitBreakerRule, outcome: Outcome): void;
}

const isFailure = ({ failureCondition }: CircuitBreakerRule, outcome: Outcome): boolean =>
  'status' in outcome
    ? (failureCondition.statusCodeRanges ?? []).some(({ min, max }) => outcome.status >= min && outcome.status <= max)
    : (failureCondition.errorReasons ?? []).includes(outcome.reason);

export const createBreakers = (clock: Clock): Breakers => {
  const failures = new Map<string, number[]>();
  const openUntil = new Map<string, number>();
  return {
    openFor: (id) => Math.max(0, Math.ceil(((openUntil.get(id) ?? 0) - clock.now()) / 1000)),
    record: (id, rule, outcome) => {
      if (!isFailure(rule, outcome)) return;
      const now = clock.now();
      const { count, interval } = rule.failureCondition;
      const recent = [...(failures.get(id) ?? []).filter((at) => at > now - interval), now].slice(-count);
      failures.set(id, recent);
      if (recent.length < count) return;
      const asked = rule.acceptRetryAfter && 'retryAfter' in outcome ? (outcome.retryAfter ?? 0) * 1000 : 0;
      openUntil.set(id, now + (asked || rule.tripDuration));
      failures.delete(id);
    },
  };
};

/** What a response means to a breaker. */
export const outcomeOf = ({ status, headers }: GatewayResponse): Outcome => {
  const retryAfter = Number(headers.text('retry-after'));
  return Number.isFinite(retryAfter) && retryAfter > 0 ? { status, retryAfter } : { status };
};
