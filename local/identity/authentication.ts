/** Checks a name and password, and slows down whoever guesses. */
import type { DatabaseSync } from 'node:sqlite';
import type { Account, Accounts } from './accounts.ts';
import { verifyPassword } from './password.ts';

/** `refused` doesn't say whether the name or the password was wrong. */
export type Authentication =
  | { status: 'ok'; account: Account }
  | { status: 'refused' }
  | { status: 'locked'; retryAfterSeconds: number };

export type Authenticate = (login: string, password: string) => Promise<Authentication>;

const allowedFailures = 5;
const lockMs = 5 * 60_000;

/** Hash of nothing anybody knows: checked for unknown names, so that they take as long as known ones. */
const nobody = 'scrypt$32768$8$3$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** Counts failures by name; five in a row, each within five minutes of the last, lock the name for five minutes. */
const createLockout = (db: DatabaseSync, now: () => number) => {
  const read = db.prepare('select failures, expires_at as expiresAt from sign_in_failures where name = ?');
  const write = db.prepare('insert or replace into sign_in_failures (name, failures, expires_at) values (?, ?, ?)');
  const forget = db.prepare('delete from sign_in_failures where name = ?');
  return {
    /** Counts the attempt as failed until `succeeded`, so that parallel guesses count too. Returns the seconds to wait, if locked. */
    begin: (name: string): number => {
      const row = read.get(name) as { failures: number; expiresAt: number } | undefined;
      const failures = row && row.expiresAt > now() ? row.failures : 0;
      if (row && failures >= allowedFailures) return Math.ceil((row.expiresAt - now()) / 1000);
      write.run(name, failures + 1, now() + lockMs);
      return 0;
    },
    succeeded: (name: string): void => void forget.run(name),
  };
};

/** Unknown names are locked like known ones: a lock tells nothing about who has an account. */
export const createAuthenticate = (
  db: DatabaseSync,
  accounts: Accounts,
  now: () => number = Date.now,
): Authenticate => {
  const lockout = createLockout(db, now);
  return async (login, password) => {
    const account = accounts.findByLogin(login);
    const name = account?.username ?? login;
    const retryAfterSeconds = lockout.begin(name);
    if (retryAfterSeconds > 0) return { status: 'locked', retryAfterSeconds };
    const matches = await verifyPassword(password, account?.passwordHash ?? nobody);
    if (!account || !matches) return { status: 'refused' };
    lockout.succeeded(name);
    return { status: 'ok', account };
  };
};
