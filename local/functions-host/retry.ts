/** Function-level `retry`: Azure honours it for timers alone among the triggers that run here. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RetryOptions, RpcDuration } from './core-types.ts';
import { toError } from './errors.ts';
import type { HostedFunction } from './functions.ts';
import type { Call, Invoke } from './invocation.ts';

const milliseconds = (duration: RpcDuration | undefined, otherwise: number): number =>
  duration?.seconds === undefined ? otherwise : Number(duration.seconds) * 1000;

/** The pause before retry `count` (from 1). Pure. */
export const retryDelay = (options: RetryOptions, count: number): number => {
  if (options.retryStrategy !== 'exponentialBackoff') return milliseconds(options.delayInterval, 0);
  const least = milliseconds(options.minimumInterval, 0);
  return Math.min(milliseconds(options.maximumInterval, 86_400_000), least * 2 ** (count - 1));
};

/** Invokes until it succeeds or the retries are used up (-1: never), telling the function which retry it is. */
export const invokeWithRetry = async (
  invoke: Invoke,
  fn: HostedFunction,
  { signal, ...call }: Call & { signal: AbortSignal },
): Promise<void> => {
  const options = fn.metadata.retryOptions ?? { maxRetryCount: 0 };
  const most = options.maxRetryCount ?? 0;
  let retry: Call['retry'];
  for (let count = 1; ; count += 1) {
    try {
      await invoke(fn, { ...call, ...(retry && { retry }) });
      return;
    } catch (thrown) {
      if (most >= 0 && count > most) throw thrown;
      const { message, stack = '' } = toError(thrown);
      retry = { retryCount: count, maxRetryCount: most, exception: { message, source: '', stackTrace: stack } };
      await sleep(retryDelay(options, count), undefined, { signal });
    }
  }
};
