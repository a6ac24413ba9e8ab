/** Slows down whoever guesses: attempts are counted by name, and too many in a row lock the name for a while. */
import type { DatabaseSync } from 'node:sqlite';

export interface Lockout {
  /** Counts an attempt as failed until `succeeded`, so that parallel guesses count too. Returns the seconds to wait, 0 if not locked. */
  begin(name: string): number;
  succeeded(name: string): void;
}

const allowedFailures = 5;
const lockMs = 5 * 60_000;

/** Five attempts, each within five minutes of the last, lock the name for five minutes. */
export const createLockout = (db: DatabaseSync, now: () => number = Date.now): Lockout => {
  const read = db.prepare('select failures, expires_at as expiresAt from attempts where name = ?');
  const write = db.prepare('insert or replace into attempts (name, failures, expires_at) values (?, ?, ?)');
  const forget = db.prepare('delete from attempts where name = ?');
  return {
    begin: (name) => {
      const row = read.get(name) as { failures: number; expiresAt: number } | undefined;
      const failures = row && row.expiresAt > now() ? row.failures : 0;
      if (row && failures >= allowedFailures) return Math.ceil((row.expiresAt - now()) / 1000);
      write.run(name, failures + 1, now() + lockMs);
      return 0;
    },
    succeeded: (name) => void forget.run(name),
  };
};

/** What a locked-out person reads. */
export const tryAgainIn = (seconds: number): string => {
  const minutes = Math.ceil(seconds / 60);
  return `Too many attempts. Try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`;
};
