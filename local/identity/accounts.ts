/** The people who can sign in. */
import type { DatabaseSync } from 'node:sqlite';

export interface Account {
  /** Stable UUID, the `sub` of every token. */
  sub: string;
  username: string;
  email: string;
  /** Display name. */
  name: string;
  /** e.g. `shop.operator` */
  roles: readonly string[];
  passwordHash: string;
}

export interface Accounts {
  findBySub(sub: string): Account | undefined;
  /** By user name or e-mail address, upper or lower case. */
  findByLogin(login: string): Account | undefined;
  /** Adds the account unless its sub, user name or e-mail is already there. */
  add(account: Account): void;
}

const columns = 'sub, username, email, name, roles, password_hash as passwordHash';

const accountOf = (row: unknown): Account | undefined => {
  const found = row as (Omit<Account, 'roles'> & { roles: string }) | undefined;
  return found && { ...found, roles: JSON.parse(found.roles) as string[] };
};

/** The accounts in the database. */
export const createAccounts = (db: DatabaseSync): Accounts => {
  const bySub = db.prepare(`select ${columns} from accounts where sub = ?`);
  const byLogin = db.prepare(`select ${columns} from accounts where username = ?1 or email = ?1`);
  const insert = db.prepare(
    'insert into accounts (sub, username, email, name, roles, password_hash) values (?, ?, ?, ?, ?, ?) on conflict do nothing',
  );
  return {
    findBySub: (sub) => accountOf(bySub.get(sub)),
    findByLogin: (login) => accountOf(byLogin.get(login)),
    add: ({ sub, username, email, name, roles, passwordHash }) =>
      void insert.run(sub, username, email, name, JSON.stringify(roles), passwordHash),
  };
};
