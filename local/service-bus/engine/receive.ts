/** The ways to get at messages: the next in order, deferred ones by number, and peeking without taking. */
import { messageNotFound, type Refusal } from '../refusal.ts';
import { advance } from './due.ts';
import type { Message, Queue } from './model.ts';
import { changeState } from './queue.ts';

export type ReceiveMode = 'peekLock' | 'receiveAndDelete';

const take = (message: Message, mode: ReceiveMode): Message => {
  const { engine, settings } = message.queue;
  if (mode === 'receiveAndDelete') changeState(message, { kind: 'removed' });
  else
    changeState(message, {
      kind: 'locked',
      lock: ++engine.lastLock,
      until: engine.now() + settings.lockDuration,
      deferred: message.state.kind === 'deferred',
    });
  return message;
};

/** Locks (or removes) the available message with the lowest sequence number. */
export const receive = (queue: Queue, mode: ReceiveMode): Message | undefined => {
  advance(queue.engine);
  const next = queue.ready.peek();
  return next === undefined ? undefined : take(next.value, mode);
};

/** Locks (or removes) deferred messages: all of them, or none when one is not deferred. */
export const receiveDeferred = (
  queue: Queue,
  sequenceNumbers: readonly number[],
  mode: ReceiveMode,
): Message[] | Refusal => {
  advance(queue.engine);
  const found: Message[] = [];
  for (const number of sequenceNumbers) {
    const message = queue.messages.get(number);
    if (message?.state.kind !== 'deferred')
      return messageNotFound(`Failed to find the deferred message with sequence number ${number} in '${queue.path}'.`);
    found.push(message);
  }
  return [...new Set(found)].map((message) => take(message, mode));
};

/** At most `count` messages in any state from a sequence number on, untouched. */
export const peek = (queue: Queue, fromSequenceNumber: number, count: number): Message[] => {
  advance(queue.engine);
  return queue.messages.from(fromSequenceNumber, count);
};
