import { expect, test, vi } from 'vitest';
import { health } from './health.ts';

const ms = expect.any(Number) as number;

test('an app is healthy when every check passes', async () => {
  const reply = await health({ store: async () => undefined, bus: async () => 'there' }, () => undefined);
  expect(reply).toMatchObject({
    status: 200,
    body: {
      status: 'healthy',
      checks: [
        { name: 'store', status: 'healthy', ms },
        { name: 'bus', status: 'healthy', ms },
      ],
    },
  });
});

test('one check that fails makes it unhealthy; why is for the log, not for the answer', async () => {
  const log: string[] = [];
  const broken = () => {
    throw new Error('secret place');
  };
  const reply = await health({ store: broken, bus: async () => undefined }, (message) => void log.push(message));
  expect(reply).toMatchObject({ status: 503, body: { status: 'unhealthy' } });
  expect(JSON.stringify(reply)).not.toContain('secret place');
  expect(log).toEqual(['store is unhealthy: Error: secret place']);
});

test('a check that never answers is given up', async () => {
  vi.useFakeTimers();
  try {
    const reply = health({ store: () => new Promise(() => undefined) }, () => undefined);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await reply).toMatchObject({ status: 503, body: { checks: [{ name: 'store', status: 'unhealthy' }] } });
  } finally {
    vi.useRealTimers();
  }
});
