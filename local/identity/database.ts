/** The one SQLite file of the identity provider: accounts, sessions and grants, signing keys, mail. Readable by its owner only. */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Applied in order, each once; `user_version` counts them. The first one may find its tables in files older than the counting. */
const migrations: readonly string[] = [
  `
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
  `,
  `
  alter table accounts add column email_verified integer not null default 1;
  alter table accounts add column disabled integer not null default 0;
  alter table accounts add column created_at text not null default '2026-01-01T00:00:00.000Z';
  alter table accounts add column last_sign_in_at text;
  create index state_by_account on state (json_extract(payload, '$.accountId'));
  drop table sign_in_failures;
  create table attempts (
    name text primary key collate nocase,
    failures integer not null,
    expires_at integer not null
  ) strict;
  create table password_links (
    token_hash text primary key,
    sub text not null unique,
    expires_at integer not null
  ) strict, without rowid;
  create table mails (
    id integer primary key,
    sent_at text not null,
    recipient text not null,
    subject text not null,
    body text not null
  ) strict;
  `,
];

const versionOf = (db: DatabaseSync): number =>
  (db.prepare('pragma user_version').get() as { user_version: number }).user_version;

const migrate = (db: DatabaseSync): void => {
  db.exec('begin immediate');
  for (const [index, sql] of migrations.entries()) if (index >= versionOf(db)) db.exec(sql);
  db.exec(`pragma user_version = ${migrations.length}; commit`);
};

/** Where the file is in a data folder. */
export const databaseFile = (dataDir: string): string => join(dataDir, 'identity.db');

/** SQLite gives its journal files the mode of the database file, so creating that one privately protects all of them. */
const privateFile = (dataDir: string): string => {
  mkdirSync(dataDir, { recursive: true });
  closeSync(openSync(databaseFile(dataDir), 'a', 0o600));
  return databaseFile(dataDir);
};

/** Opens `identity.db` in the folder, which is created when missing; without a folder everything stays in memory. */
export const openDatabase = (dataDir: string | undefined): DatabaseSync => {
  const db = new DatabaseSync(dataDir === undefined ? ':memory:' : privateFile(dataDir), { timeout: 5_000 });
  db.exec('pragma journal_mode = wal; pragma synchronous = normal;');
  migrate(db);
  return db;
};
