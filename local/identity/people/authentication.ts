/** Checks a name and password. */
import type { Account, Accounts } from './accounts.ts';
import type { Lockout } from './lockout.ts';
import { verifyPassword } from './password.ts';

/** `refused` doesn't say whether the name or the password was wrong; `disabled` is told only to who knows the password. */
export type Authentication =
  | { status: 'ok'; account: Account }
  | { status: 'refused' }
  | { status: 'disabled' }
  | { status: 'locked'; retryAfterSeconds: number };

export type Authenticate = (login: string, password: string) => Promise<Authentication>;

/** Hash of nothing anybody knows: checked for unknown names, so that they take as long as known ones. */
const nobody = 'scrypt$32768$8$3$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** The name under which a person's failures are counted, at sign-in and wherever else their password is asked for. */
export const failuresOf = (login: string, account: Account | undefined): string => `sign-in ${account?.sub ?? login}`;

/** Unknown names are locked like known ones: a lock tells nothing about who has an account. */
export const createAuthenticate =
  (accounts: Accounts, lockout: Lockout): Authenticate =>
  async (login, password) => {
    const account = accounts.findByLogin(login);
    const name = failuresOf(login, account);
    const retryAfterSeconds = lockout.begin(name);
    if (retryAfterSeconds > 0) return { status: 'locked', retryAfterSeconds };
    const matches = await verifyPassword(password, account?.passwordHash ?? nobody);
    if (!account || !matches) return { status: 'refused' };
    lockout.succeeded(name);
    return account.disabled ? { status: 'disabled' } : { status: 'ok', account };
  };
