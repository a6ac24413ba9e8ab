/** Transactions that start again when another one came first. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import { isDeadlock, isDuplicate } from './errors.ts';

/** Thrown by the work of a transaction that finds its decision overtaken: it is rolled back and decides again. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

const isOvertaken = (error: unknown): boolean => error instanceof Overtaken || isDeadlock(error) || isDuplicate(error);

const maxAttempts = 20;

/**
 * Runs `work` in a transaction; from the start in a new one, up to 20 times, when it throws `Overtaken`, is a deadlock's victim or
 * inserts a key that another transaction inserts at the same time. So `work` has no effects but those on the database.
 */
export const transact = async <Schema, Result>(
  database: Kysely<Schema>,
  work: (transaction: Transaction<Schema>) => Promise<Result>,
): Promise<Result> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.transaction().execute(work);
    } catch (error) {
      if (!isOvertaken(error) || attempt === maxAttempts) throw error;
      await wait(Math.random() * 10 * attempt);
    }
  }
};
