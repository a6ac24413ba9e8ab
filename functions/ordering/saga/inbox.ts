/**
 * Waits for messages from outside without losing one.
 *
 * A waiter that lost against a timer stays open, and the SDK gives it the next event, also while an activity runs. Waiting
 * again with the same waiter would open it twice and swallow the event after that. So every wait opens a waiter of its own,
 * and all of them are kept until their message is taken.
 */
import type { OrchestrationContext, Task } from 'durable-functions';
import { type Message, messageEvent } from './run.ts';

export interface Inbox {
  /** The next message, or undefined when none came in time; without a deadline it waits for as long as it takes. */
  receive(deadline?: Date): Generator<Task, Message | undefined, unknown>;
}

export const openInbox = ({ df }: OrchestrationContext): Inbox => {
  const waiters: Task[] = [];

  const take = (): Message | undefined => {
    // The SDK gives an event to the waiter opened last: from the end, messages come in the order of their arrival.
    const arrived = waiters.findLastIndex(({ isCompleted }) => isCompleted);
    return arrived < 0 ? undefined : (waiters.splice(arrived, 1)[0]?.result as Message);
  };

  return {
    *receive(deadline) {
      const waiting = take();
      if (waiting) return waiting;
      const waiter = df.waitForExternalEvent(messageEvent);
      waiters.push(waiter);
      if (!deadline) {
        yield waiter;
        return take();
      }
      const timer = df.createTimer(deadline);
      yield df.Task.any([waiter, timer]);
      if (!timer.isCompleted) timer.cancel();
      return take();
    },
  };
};
