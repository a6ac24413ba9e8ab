/** How a message becomes available in a queue, be it sent there, copied there by a topic or activated by the clock. */
import type { Content } from '../message/content.ts';
import type { Message, Queue } from './model.ts';
import { addMessage, changeState } from './queue.ts';

/** What an earlier stay elsewhere says about a message that enters a queue. */
export type Origin = {
  readonly enqueuedSequenceNumber?: number;
  readonly wasScheduled: boolean;
  /** A limit in ms beside the message's and the queue's own: that of the topic. */
  readonly timeToLive: number;
};

export const sentHere: Origin = { wasScheduled: false, timeToLive: Infinity };

/** Makes a message available in a queue. Its life ends after the shortest of the limits that apply. */
export const enqueue = (queue: Queue, content: Content, origin: Origin = sentHere): Message => {
  const { timeToLive, ...rest } = origin;
  const enqueuedTime = queue.engine.now();
  const lifetime = Math.min(content.timeToLive ?? Infinity, queue.settings.defaultTimeToLive, timeToLive);
  return addMessage(
    queue,
    { ...rest, content, enqueuedTime, expiresAt: enqueuedTime + lifetime, deliveryCount: 0 },
    { kind: 'active' },
  );
};

/** What a queue does with a scheduled message when its time has come: it enters anew, under a new sequence number. */
export const activateInQueue = (message: Message): void => {
  changeState(message, { kind: 'removed' });
  enqueue(message.queue, message.content, { wasScheduled: true, timeToLive: Infinity });
};
