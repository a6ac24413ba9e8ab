/** What a receiver can do with a message that it has locked. Every function refuses when the lock is gone. */
import { type PropertyChanges, withProperties } from '../message/content.ts';
import { messageLockLost, notAllowed, type Refusal } from '../refusal.ts';
import { countDelivery, type DeadLetterCause, deadLetter, failDelivery } from './dead-letter.ts';
import { advance } from './due.ts';
import type { Message, Queue } from './model.ts';
import { changeState } from './queue.ts';

/** What to do with a locked message; `changes` are merged into its application properties. */
export type Settlement =
  | { readonly kind: 'complete' }
  | { readonly kind: 'abandon'; readonly changes?: PropertyChanges }
  | { readonly kind: 'defer'; readonly changes?: PropertyChanges }
  | ({ readonly kind: 'deadLetter' } & DeadLetterCause);

const change = (message: Message, changes: PropertyChanges | undefined): void => {
  if (changes !== undefined) message.content = withProperties(message.content, changes);
};

const apply = (message: Message, settlement: Settlement): void => {
  switch (settlement.kind) {
    case 'complete':
      return changeState(message, { kind: 'removed' });
    case 'abandon':
      change(message, settlement.changes);
      return failDelivery(message);
    case 'defer':
      change(message, settlement.changes);
      countDelivery(message);
      return changeState(message, { kind: 'deferred' });
    case 'deadLetter':
      if (message.queue.deadLetterQueue !== undefined) deadLetter(message, message.queue.deadLetterQueue, settlement);
  }
};

const lockedMessages = (queue: Queue, locks: readonly number[]): Message[] | undefined => {
  advance(queue.engine);
  const messages = locks.map((lock) => queue.locks.get(lock)).filter((message) => message !== undefined);
  return messages.length === locks.length ? messages : undefined;
};

/** Settles every message by its lock, or none when one of the locks is lost. */
export const settle = (queue: Queue, locks: readonly number[], settlement: Settlement): Refusal | undefined => {
  const messages = lockedMessages(queue, locks);
  if (messages === undefined) return messageLockLost;
  if (settlement.kind === 'deadLetter' && queue.deadLetterQueue === undefined)
    return notAllowed('A message in a dead-letter queue cannot be dead-lettered again.');
  for (const message of messages) apply(message, settlement);
  return undefined;
};

/** Makes locks last another lock duration from now; returns their new ends in ms since 1970. All or none. */
export const renewLocks = (queue: Queue, locks: readonly number[]): number[] | Refusal => {
  const messages = lockedMessages(queue, locks);
  if (messages === undefined) return messageLockLost;
  const until = queue.engine.now() + queue.settings.lockDuration;
  for (const message of messages)
    if (message.state.kind === 'locked') changeState(message, { ...message.state, until });
  return messages.map(() => until);
};
