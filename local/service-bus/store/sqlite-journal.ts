/** Keeps messages in SQLite. Whatever changed between two commits is written in one transaction, each message once, in its last state. */
import type { DatabaseSync } from 'node:sqlite';
import type { Message, MessageState, Queue } from '../engine/model.ts';
import type { Journal } from './journal.ts';

/** A lock is not kept: after a restart a locked message is where it was before, with the count of failed deliveries it had. */
const storedState = (state: MessageState): [name: string, scheduledFor: number | null] => {
  if (state.kind === 'scheduled') return ['scheduled', state.at];
  const deferred = state.kind === 'deferred' || (state.kind === 'locked' && state.deferred);
  return [deferred ? 'deferred' : 'active', null];
};

const prepare = (database: DatabaseSync) => ({
  insert: database.prepare('INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
  update: database.prepare('UPDATE message SET delivery_count = ?, state = ?, content = ? WHERE id = ?'),
  remove: database.prepare('DELETE FROM message WHERE id = ?'),
  number: database.prepare('INSERT OR REPLACE INTO queue VALUES (?, ?)'),
  begin: database.prepare('BEGIN'),
  commit: database.prepare('COMMIT'),
});

type Statements = ReturnType<typeof prepare>;

const insertRow = (statements: Statements, message: Message): void => {
  const [state, scheduledFor] = storedState(message.state);
  statements.insert.run(
    message.id,
    message.queue.path,
    message.sequenceNumber,
    message.enqueuedSequenceNumber,
    message.enqueuedTime,
    message.expiresAt === Infinity ? null : message.expiresAt,
    message.deliveryCount,
    message.wasScheduled ? 1 : 0,
    state,
    scheduledFor,
    message.content.bytes,
  );
};

const writeRow = (statements: Statements, message: Message): void => {
  const removed = message.state.kind === 'removed';
  if (removed && message.journaled) statements.remove.run(message.id);
  else if (message.journaled)
    statements.update.run(message.deliveryCount, storedState(message.state)[0], message.content.bytes, message.id);
  else if (!removed) insertRow(statements, message);
};

/** Sequence numbers are set aside by the thousand, so that few commits have to write them; a crash leaves a gap. */
const RESERVE = 1000;

/** A journal on an open database, which it closes with itself. */
export const createSqliteJournal = (database: DatabaseSync): Journal => {
  const statements = prepare(database);
  const messages = new Set<Message>();
  const queues = new Set<Queue>();
  const reserved = new Map<Queue, number>();

  const reserve = (queue: Queue) => {
    const last = queue.lastSequenceNumber + RESERVE;
    statements.number.run(queue.path, last);
    reserved.set(queue, last);
  };

  const write = () => {
    statements.begin.run();
    try {
      for (const message of messages) writeRow(statements, message);
      for (const queue of queues) reserve(queue);
      statements.commit.run();
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  };

  return {
    changed: (message) => void messages.add(message),
    numbered(queue) {
      if (queue.lastSequenceNumber >= (reserved.get(queue) ?? 0)) queues.add(queue);
    },
    commit() {
      if (messages.size === 0 && queues.size === 0) return;
      write();
      for (const message of messages) message.journaled = message.state.kind !== 'removed';
      messages.clear();
      queues.clear();
    },
    close() {
      for (const queue of reserved.keys()) statements.number.run(queue.path, queue.lastSequenceNumber);
      database.close();
    },
  };
};
