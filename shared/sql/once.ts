/**
 * Effects that happen once per command. The kept answers of the HTTP edge are written before and after an effect, so a process that
 * dies in between leaves open whether it happened; an outcome that is kept in the transaction of its effect does not.
 */
import type { Kysely } from 'kysely';
import { keptMs } from '../http/idempotency.ts';
import { type DocumentsTable, openSqlDocuments } from './documents.ts';
import { Overtaken } from './transaction.ts';

/** A schema with the table of the HTTP edge's answers, which also holds these outcomes. */
export interface WithAnswers {
  answers: DocumentsTable;
}

/**
 * Runs `work` unless it has an outcome under this key already, and keeps the outcome for 24 hours; call it in `transact`. A text says
 * why there was no effect: it is passed on and not kept.
 */
export const once = async <Schema extends WithAnswers, Outcome extends object | string>(
  transaction: Kysely<Schema>,
  command: string,
  work: () => Promise<Outcome>,
): Promise<Outcome> => {
  const outcomes = openSqlDocuments<Outcome, Schema>(transaction, 'answers');
  const key = `effect/${command}`;
  const earlier = await outcomes.get(key);
  if (earlier) return earlier.value;
  const outcome = await work();
  if (typeof outcome === 'string') return outcome;
  const kept = await outcomes.put(key, outcome, { ifMatch: 'absent', expiresAt: Date.now() + keptMs });
  if (kept === 'conflict') throw new Overtaken();
  return outcome;
};
