/** The people who can sign in. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

export interface Account {
  /** Stable UUID, the `sub` of every token. */
  sub: string;
  /** What the seeded people sign in with beside their e-mail; the e-mail itself for whoever signed up. */
  username: string;
  email: string;
  /** Whether a link mailed there has been followed. */
  emailVerified: boolean;
  /** Display name. */
  name: string;
  /** e.g. `shop.operator` */
  roles: readonly string[];
  passwordHash: string;
  /** A disabled account can neither sign in nor get new tokens. */
  disabled: boolean;
  /** UTC, ISO 8601. */
  createdAt: string;
  lastSignInAt: string | null;
}

export type NewAccount = Pick<
  Account,
  'sub' | 'username' | 'email' | 'emailVerified' | 'name' | 'roles' | 'passwordHash'
>;

/** What may change; absent is unchanged. */
export type AccountChanges = Partial<Omit<Account, 'sub' | 'username' | 'createdAt'>>;

export interface Accounts {
  findBySub(sub: string): Account | undefined;
  /** By user name or e-mail address, upper or lower case. */
  findByLogin(login: string): Account | undefined;
  /** False when its sub, user name or e-mail is already there. */
  add(account: NewAccount): boolean;
  /** False when there is no such account, or the e-mail is somebody else's. A user name that was the e-mail changes with it. */
  update(sub: string, changes: AccountChanges): boolean;
  remove(sub: string): void;
}

const columns = `sub, username, email, email_verified as emailVerified, name, roles, password_hash as passwordHash, disabled,
  created_at as createdAt, last_sign_in_at as lastSignInAt`;

type Row = Omit<Account, 'roles' | 'emailVerified' | 'disabled'> & {
  roles: string;
  emailVerified: number;
  disabled: number;
};

/** Reads one row of `select ${columns} from accounts`. */
const accountOf = (row: unknown): Account => {
  const { roles, emailVerified, disabled, ...rest } = row as Row;
  return {
    ...rest,
    roles: JSON.parse(roles) as string[],
    emailVerified: emailVerified === 1,
    disabled: disabled === 1,
  };
};

const stored = (value: AccountChanges[keyof AccountChanges]): SQLInputValue => {
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value ?? null);
};

const updateSql = `
  update or ignore accounts set
    username = case when username = email then coalesce(:email, username) else username end,
    email = coalesce(:email, email),
    email_verified = coalesce(:emailVerified, email_verified),
    name = coalesce(:name, name),
    roles = coalesce(:roles, roles),
    password_hash = coalesce(:passwordHash, password_hash),
    disabled = coalesce(:disabled, disabled),
    last_sign_in_at = coalesce(:lastSignInAt, last_sign_in_at)
  where sub = :sub`;

const unchanged = {
  email: null,
  emailVerified: null,
  name: null,
  roles: null,
  passwordHash: null,
  disabled: null,
  lastSignInAt: null,
};

/** The accounts in the database. */
export const createAccounts = (db: DatabaseSync, now: () => number = Date.now): Accounts => {
  const bySub = db.prepare(`select ${columns} from accounts where sub = ?`);
  const byLogin = db.prepare(`select ${columns} from accounts where username = ?1 or email = ?1`);
  const insert = db.prepare(`
    insert into accounts (sub, username, email, email_verified, name, roles, password_hash, created_at)
    values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`);
  const update = db.prepare(updateSql);
  const remove = db.prepare('delete from accounts where sub = ?');
  const found = (row: unknown): Account | undefined => (row === undefined ? undefined : accountOf(row));
  return {
    findBySub: (sub) => found(bySub.get(sub)),
    findByLogin: (login) => found(byLogin.get(login)),
    add: ({ sub, username, email, emailVerified, name, roles, passwordHash }) => {
      const created = new Date(now()).toISOString();
      const facts = [Number(emailVerified), name, JSON.stringify(roles), passwordHash, created];
      return insert.run(sub, username, email, ...facts).changes > 0;
    },
    update: (sub, changes) => {
      const values = Object.entries(changes).map(([name, value]) => [name, stored(value)]);
      return update.run({ ...unchanged, ...Object.fromEntries(values), sub }).changes > 0;
    },
    remove: (sub) => void remove.run(sub),
  };
};

export interface AccountPage {
  /** Part of a name, e-mail or user name; empty for everybody. */
  search: string;
  pageSize: number;
  pageIndex: number;
}

/** One page of the accounts that match, by name, and how many match. */
export const listAccounts = (db: DatabaseSync, { search, pageSize, pageIndex }: AccountPage) => {
  const pattern = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const where = String.raw`where name like ?1 escape '\' or email like ?1 escape '\' or username like ?1 escape '\'`;
  const page = `select ${columns} from accounts ${where} order by name collate nocase, sub limit ?2 offset ?3`;
  const { total } = db.prepare(`select count(*) as total from accounts ${where}`).get(pattern) as { total: number };
  return {
    items: db
      .prepare(page)
      .all(pattern, pageSize, pageIndex * pageSize)
      .map(accountOf),
    total,
  };
};

/** Whether somebody else with the role could still sign in. */
export const hasOtherWithRole = (db: DatabaseSync, sub: string, role: string): boolean =>
  db
    .prepare(
      `select 1 from accounts, json_each(accounts.roles) role where sub <> ? and disabled = 0 and role.value = ? limit 1`,
    )
    .get(sub, role) !== undefined;
