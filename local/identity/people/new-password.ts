/** Gives an account another password, with all that follows. */
import { passwordChangedMail } from '../mail/mails.ts';
import type { Services } from '../services.ts';
import type { Account } from './accounts.ts';
import { failuresOf } from './authentication.ts';
import { hashPassword } from './password.ts';

/**
 * Saves the password's hash, ends all sessions but the one it was changed in, voids mailed links, lifts a lock and tells the person.
 */
export const changePassword = async (services: Services, account: Account, password: string, keep?: string) => {
  const { accounts, sessions, passwordLinks, lockout, sendMail, log } = services;
  accounts.update(account.sub, { passwordHash: await hashPassword(password) });
  sessions.end(account.sub, keep);
  passwordLinks.cancel(account.sub);
  lockout.succeeded(failuresOf(account.email, account));
  sendMail(passwordChangedMail(account));
  log.info({ sub: account.sub }, 'password changed');
};
