/** What a stream of a buyer's order changes says and when it ends, given what has happened and what time it is. */
import { comment, frame } from '../../../shared/http/server-sent-events.ts';
import { type OrderChange, orderNumber } from '../domain/order.ts';

/** Times in milliseconds. */
export const streamTimes = {
  /** Between two looks for changes. */
  look: 1_000,
  /** A stream that has had nothing to say for so long says so, lest something on the way takes it for dead. */
  silence: 20_000,
  /** A stream that has had no change for so long, while no order is on its way to being paid, ends. */
  quiet: 60_000,
  /** No stream is longer: its token may have expired, its instance may be wanted elsewhere. */
  longest: 180_000,
  /** When to come back to a stream that ended while something was going on, and when otherwise. */
  retry: 1_000,
  quietRetry: 15_000,
} as const;

/** How far a stream has come. */
export interface OrderStream {
  /** Position of the last change that was told. */
  position: number;
  startedAt: number;
  /** When something last happened. */
  changedAt: number;
  /** When something was last sent. */
  sentAt: number;
}

/** What a look has found. */
export interface Look {
  now: number;
  /** Everything after the stream's position, in order. */
  changes: readonly OrderChange[];
  /** Whether an order is on its way; looked up only when it matters. */
  isMoving: boolean;
}

export interface Told {
  stream: OrderStream;
  frames: string[];
  ended: boolean;
}

/** The first frame says where the stream begins, so that a client that loses it at once misses nothing. */
export const beginStream = (position: number, now: number): Told => ({
  stream: { position, startedAt: now, changedAt: now, sentAt: now },
  frames: [frame({ id: position, retry: streamTimes.retry })],
  ended: false,
});

const frameOf = ({ position, orderId, status, reason, at }: OrderChange): string =>
  frame({ id: position, event: 'order', data: { orderId, number: orderNumber(orderId), status, reason, at } });

const endFrame = (reason: 'quiet' | 'time', retry: number): string => frame({ event: 'end', data: { reason }, retry });

/** Whether it matters if an order is on its way. */
export const isQuiet = ({ changedAt }: OrderStream, now: number): boolean => now - changedAt >= streamTimes.quiet;

/** Why a stream ends now, if it does. */
const endOf = (stream: OrderStream, { now, isMoving }: Look): string | undefined => {
  if (now - stream.startedAt >= streamTimes.longest) return endFrame('time', streamTimes.retry);
  return isQuiet(stream, now) && !isMoving ? endFrame('quiet', streamTimes.quietRetry) : undefined;
};

/** The next frames of a stream. */
export const tell = (before: OrderStream, look: Look): Told => {
  const { now, changes, isMoving } = look;
  const position = changes.at(-1)?.position;
  const stream = {
    ...before,
    ...((position !== undefined || isMoving) && { changedAt: now }),
    ...(position !== undefined && { position, sentAt: now }),
  };
  const frames = changes.map(frameOf);
  const end = endOf(stream, look);
  if (end !== undefined) return { stream, frames: [...frames, end], ended: true };
  if (now - stream.sentAt < streamTimes.silence) return { stream, frames, ended: false };
  return { stream: { ...stream, sentAt: now }, frames: [comment()], ended: false };
};
