/** The one SQLite file of the identity provider: accounts, sessions and grants, signing keys. Readable by its owner only. */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const schema = `
  create table if not exists accounts (
    sub text primary key,
    username text not null unique collate nocase,
    email text not null unique collate nocase,
    name text not null,
    roles text not null,
    password_hash text not null
  ) strict;
  create table if not exists sign_in_failures (
    name text primary key collate nocase,
    failures integer not null,
    expires_at integer not null
  ) strict;
  create table if not exists state (
    model text not null,
    id text not null,
    payload text not null,
    grant_id text,
    uid text,
    expires_at integer,
    primary key (model, id)
  ) strict, without rowid;
  create index if not exists state_by_grant on state (grant_id) where grant_id is not null;
  create index if not exists state_by_uid on state (uid) where uid is not null;
  create index if not exists state_by_expiry on state (expires_at);
  create table if not exists secrets (name text primary key, value text not null) strict;
`;

/** SQLite gives its journal files the mode of the database file, so creating that one privately protects all of them. */
const privateFile = (dataDir: string): string => {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'identity.db');
  closeSync(openSync(file, 'a', 0o600));
  return file;
};

/** Opens `identity.db` in the folder, which is created when missing; without a folder everything stays in memory. */
export const openDatabase = (dataDir: string | undefined): DatabaseSync => {
  const db = new DatabaseSync(dataDir === undefined ? ':memory:' : privateFile(dataDir), { timeout: 5_000 });
  db.exec('pragma journal_mode = wal; pragma synchronous = normal;');
  db.exec(schema);
  return db;
};
