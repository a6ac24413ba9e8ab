/** Puts what the file holds back into the queues when the broker starts. */
import type { DatabaseSync } from 'node:sqlite';
import type { Message, MessageState, Queue } from '../engine/model.ts';
import type { Namespace } from '../engine/namespace.ts';
import { restoreMessage } from '../engine/queue.ts';
import { parseContent } from '../message/content.ts';

type Row = Record<string, string | number | bigint | null | Uint8Array>;

const stateOf = (row: Row): MessageState => {
  if (row.state === 'scheduled') return { kind: 'scheduled', at: Number(row.scheduled_for) };
  return { kind: row.state === 'deferred' ? 'deferred' : 'active' };
};

const bytesOf = (value: Row[string] | undefined): Buffer =>
  value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : Buffer.alloc(0);

const messageOf = (row: Row, queue: Queue): Message => ({
  id: Number(row.id),
  queue,
  content: parseContent(bytesOf(row.content)),
  enqueuedTime: Number(row.enqueued_time),
  expiresAt: row.expires_at === null ? Infinity : Number(row.expires_at),
  sequenceNumber: Number(row.sequence_number),
  enqueuedSequenceNumber: Number(row.enqueued_sequence_number),
  wasScheduled: row.was_scheduled === 1,
  deliveryCount: Number(row.delivery_count),
  state: stateOf(row),
  journaled: true,
  readySlot: undefined,
  dueSlot: undefined,
});

const restoreNumbers = (database: DatabaseSync, queues: ReadonlyMap<string, Queue>): void => {
  for (const row of database.prepare('SELECT path, last_sequence_number FROM queue').iterate()) {
    const queue = queues.get(String(row.path).toLowerCase());
    if (queue !== undefined) queue.lastSequenceNumber = Number(row.last_sequence_number);
  }
};

/**
 * Fills the queues of a namespace. Messages of entities that the configuration no longer names stay in the file and come back
 * with the entity; returns how many there are per path.
 */
export const restore = (database: DatabaseSync, namespace: Namespace): Map<string, number> => {
  const queues = new Map([...namespace.queues()].map((queue) => [queue.path.toLowerCase(), queue]));
  const orphans = new Map<string, number>();
  restoreNumbers(database, queues);
  // Ids and sequence numbers rise together, so the order of ids is the order of every queue.
  for (const row of database.prepare('SELECT * FROM message ORDER BY id').iterate()) {
    const path = String(row.queue);
    const queue = queues.get(path.toLowerCase());
    if (queue === undefined) orphans.set(path, (orphans.get(path) ?? 0) + 1);
    else restoreMessage(messageOf(row, queue));
    namespace.engine.lastMessageId = Math.max(namespace.engine.lastMessageId, Number(row.id));
  }
  return orphans;
};
