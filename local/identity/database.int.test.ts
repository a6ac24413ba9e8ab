import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { createBrowser } from './browser.ts';
import { databaseFile } from './database.ts';
import { signInAlice, startTestIdentity } from './testing.ts';

/** As the first version of the provider made it. */
const firstSchema = `
  create table accounts (sub text primary key, username text not null unique collate nocase, email text not null unique collate nocase,
    name text not null, roles text not null, password_hash text not null) strict;
  create table sign_in_failures (name text primary key collate nocase, failures integer not null, expires_at integer not null) strict;
  create table state (model text not null, id text not null, payload text not null, grant_id text, uid text, expires_at integer,
    primary key (model, id)) strict, without rowid;
  create table secrets (name text primary key, value text not null) strict;
  insert into accounts values ('9b548a71-bfad-4bb7-96dc-844d9aa074ae', 'alice', 'alice@example.com', 'Alice of old', '[]',
    'scrypt$32768$8$3$tNSrTrb8QxaR-Cbm8X3RJg$v3gsALzbTZit-t7Yav5R9T2gz4aDKv5MK165ICOa5uo');
`;

test('the accounts of a file from an earlier version still sign in', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'identity-'));
  const db = new DatabaseSync(databaseFile(dataDir));
  db.exec(firstSchema);
  db.close();
  const identity = await startTestIdentity({ dataDir });
  const { id_token: token } = await signInAlice(createBrowser(), identity.issuer);
  expect(JSON.parse(atob(token.split('.')[1] ?? ''))).toMatchObject({ name: 'Alice of old', email_verified: true });
  await identity.close();
  await rm(dataDir, { recursive: true });
});
