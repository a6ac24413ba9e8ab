/** How often somebody may call: rate limits and quotas. */
import { toText } from '../expressions/text.ts';
import type { Exchange } from '../runtime/exchange.ts';
import { PolicyError } from '../runtime/policy-error.ts';
import type { Ran } from '../runtime/step.ts';
import type { Policy } from './policy.ts';
import { positive, type Reader } from './reader.ts';
import { boolean, integer, text, type Value } from './value.ts';

interface Limit {
  kind: 'rate' | 'quota';
  key: (exchange: Exchange) => string;
  calls: Value<number>;
  period: Value<number>;
}

const clock = (seconds: number): string =>
  [Math.trunc(seconds / 3600), Math.trunc(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');

const refuse = ({ kind }: Limit, resetIn: number, header: string): never => {
  const rate = kind === 'rate';
  throw new PolicyError({
    reason: rate ? 'RateLimitExceeded' : 'QuotaExceeded',
    message: rate
      ? 'Rate limit is exceeded'
      : `Out of call volume quota. Quota will be replenished in ${clock(resetIn)}.`,
    shown: rate
      ? `Rate limit is exceeded. Try again in ${resetIn} seconds.`
      : `Out of call volume quota. Quota will be replenished in ${clock(resetIn)}.`,
    status: rate ? 429 : 403,
    headers: [[header, String(resetIn)]],
  });
};

/** What the caller and later policies are told about the limit. */
const readReporting = (reader: Reader) => {
  const [retryHeader, retryVariable, remainingHeader, remainingVariable, totalHeader] = [
    'retry-after-header-name',
    'retry-after-variable-name',
    'remaining-calls-header-name',
    'remaining-calls-variable-name',
    'total-calls-header-name',
  ].map((name) => reader.optional(name, text)?.constant);
  return {
    retryHeader: retryHeader ?? 'Retry-After',
    tell: (exchange: Exchange, remaining: number, resetIn: number, total: number): void => {
      const left = Math.max(remaining, 0);
      if (remainingVariable) exchange.variables.set(remainingVariable, left);
      if (retryVariable && remaining < 0) exchange.variables.set(retryVariable, resetIn);
      if (remainingHeader || totalHeader)
        exchange.atEnd.push(({ headers }) => {
          if (remainingHeader) headers.set(remainingHeader, String(left));
          if (totalHeader) headers.set(totalHeader, String(total));
        });
    },
  };
};

const apply = (limit: Limit, reader: Reader) => {
  const increment = reader.optional('increment-condition', boolean);
  const by = reader.given('increment-count', integer, 1);
  const { retryHeader, tell } = readReporting(reader);
  return (exchange: Exchange): Ran => {
    const { counters } = exchange.services;
    const calls = limit.calls.of(exchange);
    const rule = { calls, period: limit.period.of(exchange) };
    const key = limit.key(exchange);
    // With a condition the call counts only once its answer is known; until then it is only looked at.
    const { remaining, resetIn } = counters.add(key, increment ? 0 : by.of(exchange), rule);
    const full = remaining < 0 || (increment !== undefined && remaining === 0);
    tell(exchange, full ? -1 : remaining, resetIn, calls);
    if (full) refuse(limit, resetIn, retryHeader);
    if (increment)
      exchange.atEnd.push(() => {
        if (increment.of(exchange)) counters.add(key, by.of(exchange), rule);
      });
    return undefined;
  };
};

const byKey = (kind: Limit['kind']): Policy => ({
  sections: ['inbound'],
  compile: (reader) => {
    const counterKey = reader.required('counter-key', text);
    const calls = reader.required('calls', positive);
    const period = reader.required('renewal-period', positive);
    return apply({ kind, key: (exchange) => `${kind}/${counterKey.of(exchange)}`, calls, period }, reader);
  },
});

/** Per subscription, or for everyone together when there is none. */
const bySubscription = (kind: Limit['kind']): Policy => ({
  sections: ['inbound'],
  compile: (reader) => {
    const { owner, scope } = reader.scope;
    const calls = reader.required('calls', positive);
    const period = reader.required('renewal-period', positive);
    const key = ({ subscription }: Exchange) => `${kind}/${scope}/${owner}/${toText(subscription?.id)}`;
    return apply({ kind, key, calls, period }, reader);
  },
});

export const rateLimitByKey = byKey('rate');
export const quotaByKey = byKey('quota');
export const rateLimit = bySubscription('rate');
export const quota = bySubscription('quota');
