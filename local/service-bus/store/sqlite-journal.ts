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

/** A journal on an open database, which it closes with itself. */
export const createSqliteJournal = (database: DatabaseSync): Journal => {
  const statements = prepare(database);
  const messages = new Set<Message>();
  const queues = new Set<Queue>();

  const write = () => {
    database.exec('BEGIN');
    try {
      for (const message of messages) writeRow(statements, message);
      for (const queue of queues) statements.number.run(queue.path, queue.lastSequenceNumber);
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  };

  return {
    changed: (message) => void messages.add(message),
    numbered: (queue) => void queues.add(queue),
    commit() {
      if (messages.size === 0 && queues.size === 0) return;
      write();
      for (const message of messages) message.journaled = message.state.kind !== 'removed';
      messages.clear();
      queues.clear();
    },
    close: () => database.close(),
  };
};
