/** Keeps a message locked while its function runs. The SDK's own renewal mixes up messages that have the same message id. */
import type { Delivery } from './link.ts';

/** Renews half-way to the lock's end, or ten seconds before it when that is later. Pure. */
export const renewAfter = (leftMs: number): number => Math.max(0, leftMs - Math.min(leftMs / 2, 10_000));

/** Renews the message's lock until `stop` or for at most `maxMs`; a lost lock is told once, then renewal ends. */
export const keepLocked = (
  { message, receiver, isLive }: Delivery,
  { maxMs, onLost }: { maxMs: number; onLost: (error: unknown) => void },
): { stop(): void } => {
  const end = Date.now() + maxMs;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const plan = () => {
    const lockedUntil = message.lockedUntilUtc?.getTime() ?? 0;
    if (stopped || lockedUntil >= end) return;
    timer = setTimeout(() => void renew(), renewAfter(lockedUntil - Date.now()));
  };
  const renew = async () => {
    if (!isLive()) return;
    try {
      await receiver.renewMessageLock(message);
      plan();
    } catch (error) {
      if (!stopped && isLive()) onLost(error);
    }
  };

  plan();
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
};
