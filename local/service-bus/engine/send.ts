/** Entry of messages: into a queue at once, or into its schedule until their time has come. */
import type { Content } from '../message/content.ts';
import { messageNotFound, type Refusal } from '../refusal.ts';
import { advance } from './due.ts';
import { enqueue } from './enqueue.ts';
import type { Message, Queue } from './model.ts';
import { addMessage, changeState } from './queue.ts';
import { publish, type Topic } from './topic.ts';

/** What a sender can address. */
export type Entity = Queue | Topic;

/** The queue that keeps an entity's scheduled messages: its own, or the topic's inbox. */
export const scheduleOf = (entity: Entity): Queue => (entity.kind === 'topic' ? entity.inbox : entity);

const schedule = (queue: Queue, content: Content, at: number): Message =>
  addMessage(
    queue,
    { content, enqueuedTime: queue.engine.now(), expiresAt: Infinity, wasScheduled: true, deliveryCount: 0 },
    { kind: 'scheduled', at },
  );

/** Accepts a message and returns its sequence number. A scheduled time that is over means now. */
export const send = (entity: Entity, content: Content): number => {
  const { engine } = entity;
  advance(engine);
  if (content.scheduledFor !== undefined && content.scheduledFor > engine.now())
    return schedule(scheduleOf(entity), content, content.scheduledFor).sequenceNumber;
  return entity.kind === 'topic' ? publish(entity, content, false) : enqueue(entity, content).sequenceNumber;
};

/** Takes scheduled messages back: all of them, or none when one is not scheduled (any more). */
export const cancelScheduled = (entity: Entity, sequenceNumbers: readonly number[]): Refusal | undefined => {
  advance(entity.engine);
  const { messages } = scheduleOf(entity);
  const found = sequenceNumbers.map((number) => messages.get(number));
  const missing = found.findIndex((message) => message?.state.kind !== 'scheduled');
  if (missing !== -1)
    return messageNotFound(`No scheduled message has the sequence number ${sequenceNumbers[missing]}.`);
  for (const message of found) if (message !== undefined) changeState(message, { kind: 'removed' });
  return undefined;
};
