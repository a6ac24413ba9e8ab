import { expect, test } from 'vitest';
import type { HostedFunction } from './functions.ts';
import type { Call } from './invocation.ts';
import { invokeWithRetry, retryDelay } from './retry.ts';

const fn = (maxRetryCount: number): HostedFunction => ({
  name: 'tick',
  metadata: {
    name: 'tick',
    bindings: {},
    retryOptions: { maxRetryCount, retryStrategy: 'fixedDelay', delayInterval: { seconds: 0 } },
  },
  callback: () => undefined,
  triggerType: 'timerTrigger',
  trigger: { key: 't', binding: { type: 'timerTrigger', direction: 'in' } },
  clients: [],
  outputs: [],
  disabled: false,
});

const call = (signal = new AbortController().signal) => ({
  trigger: {},
  trace: { traceParent: '', traceState: '', attributes: {} },
  signal,
});

test('a failing run is repeated with its retry number and the last error', async () => {
  const seen: Call['retry'][] = [];
  await invokeWithRetry(
    async (_, { retry }) => {
      seen.push(retry);
      if (seen.length < 3) throw new Error(`boom ${seen.length}`);
      return { invocationId: '' };
    },
    fn(5),
    call(),
  );
  expect(seen.map((retry) => retry && [retry.retryCount, retry.maxRetryCount, retry.exception?.message])).toEqual([
    undefined,
    [1, 5, 'boom 1'],
    [2, 5, 'boom 2'],
  ]);
});

test('when the retries are used up the last error is thrown', async () => {
  let runs = 0;
  const failing = invokeWithRetry(() => Promise.reject(new Error(`boom ${++runs}`)), fn(2), call());
  await expect(failing).rejects.toThrow('boom 3');
});

test('exponential back-off doubles between its limits', () => {
  const options = {
    retryStrategy: 'exponentialBackoff',
    minimumInterval: { seconds: 1 },
    maximumInterval: { seconds: 5 },
  } as const;
  expect([1, 2, 3, 4].map((count) => retryDelay(options, count))).toEqual([1000, 2000, 4000, 5000]);
});
