/** How messages enter, leave and change state in a queue: the only place that touches its indexes. */
import { createHeap } from './heap.ts';
import type { Engine, Message, MessageState, NewMessage, Queue } from './model.ts';
import { createSequenceIndex } from './sequence-index.ts';

/** What distinguishes one queue from another at its birth. */
export type QueueOptions = Pick<Queue, 'path' | 'settings' | 'deadLetterQueue' | 'activate'>;

/** An empty queue. */
export const createQueue = (engine: Engine, options: QueueOptions): Queue => ({
  ...options,
  kind: 'queue',
  engine,
  messages: createSequenceIndex(),
  ready: createHeap(),
  locks: new Map(),
  lastSequenceNumber: 0,
  scheduledCount: 0,
  deferredCount: 0,
});

const dueAt = (message: Message, state: MessageState): number => {
  switch (state.kind) {
    case 'active':
      return message.expiresAt;
    case 'locked':
      return state.until;
    case 'scheduled':
      return state.at;
    // Azure leaves deferred messages alone when they expire.
    case 'deferred':
    case 'removed':
      return Infinity;
  }
};

const leave = (message: Message): void => {
  const { queue, state } = message;
  if (message.readySlot !== undefined) queue.ready.remove(message.readySlot);
  if (message.dueSlot !== undefined) queue.engine.agenda.remove(message.dueSlot);
  message.readySlot = undefined;
  message.dueSlot = undefined;
  if (state.kind === 'locked') queue.locks.delete(state.lock);
  if (state.kind === 'scheduled') queue.scheduledCount--;
  if (state.kind === 'deferred') queue.deferredCount--;
};

const enter = (message: Message): void => {
  const { queue, state } = message;
  if (state.kind === 'active') message.readySlot = queue.ready.push(message.sequenceNumber, message);
  if (state.kind === 'locked') queue.locks.set(state.lock, message);
  if (state.kind === 'scheduled') queue.scheduledCount++;
  if (state.kind === 'deferred') queue.deferredCount++;
  const due = dueAt(message, state);
  if (due !== Infinity) message.dueSlot = queue.engine.agenda.push(due, message);
};

/** Moves a message from the state it is in to another, keeping every index, count and the agenda true. */
export const changeState = (message: Message, state: MessageState): void => {
  const { queue } = message;
  leave(message);
  message.state = state;
  enter(message);
  if (state.kind === 'removed') queue.messages.delete(message.sequenceNumber);
  if (state.kind !== 'locked') queue.engine.changed(message);
  if (state.kind === 'active') queue.engine.available(queue);
};

/** Puts a message that the journal already holds where it was. Call in order of sequence numbers. */
export const restoreMessage = (message: Message): void => {
  const { queue } = message;
  queue.lastSequenceNumber = Math.max(queue.lastSequenceNumber, message.sequenceNumber);
  queue.engine.lastMessageId = Math.max(queue.engine.lastMessageId, message.id);
  queue.messages.append(message.sequenceNumber, message);
  enter(message);
};

/** Takes the queue's next sequence number; numbers are never given twice, not even after a restart. */
export const nextSequenceNumber = (queue: Queue): number => {
  queue.engine.numbered(queue);
  return ++queue.lastSequenceNumber;
};

/** Adds a message at the end of the queue under the next sequence number. */
export const addMessage = (queue: Queue, fields: NewMessage, state: MessageState): Message => {
  const sequenceNumber = nextSequenceNumber(queue);
  const message: Message = {
    ...fields,
    id: ++queue.engine.lastMessageId,
    queue,
    sequenceNumber,
    enqueuedSequenceNumber: fields.enqueuedSequenceNumber ?? sequenceNumber,
    state,
    journaled: false,
    readySlot: undefined,
    dueSlot: undefined,
  };
  queue.messages.append(message.sequenceNumber, message);
  enter(message);
  queue.engine.changed(message);
  if (state.kind === 'active') queue.engine.available(queue);
  return message;
};
