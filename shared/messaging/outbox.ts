/**
 * Events that must not be lost between a database commit and the bus: they are written in the transaction of the change and
 * sent afterwards by a relay. Sending twice is harmless, not sending is not, so a row goes only after the broker has its message.
 */
import type { Kysely } from 'kysely';
import { v7 } from 'uuid';
import type { Outgoing, Publish } from './publish.ts';

export interface OutboxTable {
  /** UUIDv7: rows leave in the order in which they were written. */
  id: string;
  /** JSON of `Outgoing`. */
  message: string;
  traceparent: string | null;
}

export interface WithOutbox {
  outbox: OutboxTable;
}

const batchSize = 50;

/** Writes events inside a transaction. */
export const enqueue = async (
  transaction: Kysely<WithOutbox>,
  outgoing: readonly Outgoing[],
  traceparent?: string,
): Promise<void> => {
  if (outgoing.length === 0) return;
  const rows = outgoing.map((message) => ({
    id: v7(),
    message: JSON.stringify(message),
    traceparent: traceparent ?? null,
  }));
  await transaction.insertInto('outbox').values(rows).execute();
};

/** Sends what waits, oldest first, and returns how many messages were sent. */
export const relayOutbox = async (database: Kysely<WithOutbox>, publish: Publish): Promise<number> => {
  for (let sent = 0; ; ) {
    const rows = await database.selectFrom('outbox').selectAll().orderBy('id').limit(batchSize).execute();
    for (const { id, message, traceparent } of rows) {
      await publish([JSON.parse(message) as Outgoing], traceparent ?? undefined);
      await database.deleteFrom('outbox').where('id', '=', id).execute();
    }
    sent += rows.length;
    if (rows.length < batchSize) return sent;
  }
};
