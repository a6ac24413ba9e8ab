/** One-time links for people who forgot their password. Only a hash is kept, so that the file alone lets nobody in. */
import { createHash, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

export const linkMinutes = 30;

export interface PasswordLinks {
  /** A token for the account, good once and for 30 minutes. Those made before are no good any more. */
  make(sub: string): string;
  /** The account that the token is for, as long as it is good. */
  check(token: string): string | undefined;
  /** The same, and uses it up: of two who take it at once, one gets it. */
  take(token: string): string | undefined;
  /** Makes the account's link void. */
  cancel(sub: string): void;
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

export const createPasswordLinks = (db: DatabaseSync, now: () => number = Date.now): PasswordLinks => {
  const insert = db.prepare('insert or replace into password_links (token_hash, sub, expires_at) values (?, ?, ?)');
  const read = db.prepare('select sub from password_links where token_hash = ? and expires_at > ?');
  const take = db.prepare('delete from password_links where token_hash = ? and expires_at > ? returning sub');
  const cancel = db.prepare('delete from password_links where sub = ?');
  const subOf = (row: unknown): string | undefined => (row as { sub: string } | undefined)?.sub;
  return {
    make: (sub) => {
      const token = randomBytes(32).toString('base64url');
      insert.run(hashOf(token), sub, now() + linkMinutes * 60_000);
      return token;
    },
    check: (token) => subOf(read.get(hashOf(token), now())),
    take: (token) => subOf(take.get(hashOf(token), now())),
    cancel: (sub) => void cancel.run(sub),
  };
};
