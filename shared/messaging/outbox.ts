/**
 * Events that must not be lost between a database commit and the bus: they are written in the transaction of the change and
 * sent afterwards by a relay. Sending twice is harmless, not sending is not, so a row goes only after the broker has its message.
 */
import { v7 } from 'uuid';
import type { Outgoing, Publish } from './publish.ts';

/** A row of the table `outbox`. */
export interface OutboxRow {
  /** UUIDv7: rows leave in the order in which they were written. */
  id: string;
  /** JSON of `Outgoing`. */
  message: string;
  traceparent: string | null;
}

/** The rows to insert, in the transaction of the change that the events tell of. */
export const outboxRows = (outgoing: readonly Outgoing[], traceparent?: string): OutboxRow[] =>
  outgoing.map((message) => ({ id: v7(), message: JSON.stringify(message), traceparent: traceparent ?? null }));

/** What the relay needs of an app's store. */
export interface Outbox {
  oldest(limit: number): Promise<OutboxRow[]>;
  remove(id: string): Promise<void>;
}

const batchSize = 50;

/** Sends what waits, oldest first, and returns how many messages were sent. */
export const relayOutbox = async (outbox: Outbox, publish: Publish): Promise<number> => {
  for (let sent = 0; ; ) {
    const rows = await outbox.oldest(batchSize);
    for (const { id, message, traceparent } of rows) {
      await publish([JSON.parse(message) as Outgoing], traceparent ?? undefined);
      await outbox.remove(id);
    }
    sent += rows.length;
    if (rows.length < batchSize) return sent;
  }
};
