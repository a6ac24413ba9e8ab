/** Documents in a SQLite file: the embedded default. */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Collection, DocumentStore, PutOptions, Stored } from './documents.ts';

const schema = `
  pragma busy_timeout = 250; pragma journal_mode = wal; pragma synchronous = normal;
  create table if not exists documents (
    collection text not null, key text not null, value text not null, etag text not null, expires_at integer,
    primary key (collection, key)
  ) without rowid;
  create index if not exists documents_by_expiry on documents (expires_at) where expires_at is not null;`;

interface Row {
  key: string;
  value: string;
  etag: string;
}

const stored = <T>(row: Row): Stored<T> => ({ value: JSON.parse(row.value) as T, etag: row.etag });

/** Opens (and makes, when missing) the file; `:memory:` keeps nothing. Expired documents count as absent and are deleted as others are written. */
export const openSqliteDocuments = (file: string, now: () => number): DocumentStore => {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  database.exec(schema);
  const alive = '(expires_at is null or expires_at > ?)';
  const get = database.prepare(`select key, value, etag from documents where collection = ? and key = ? and ${alive}`);
  const getMany = database.prepare(
    `select key, value, etag from documents where collection = ? and key in (select value from json_each(?)) and ${alive}`,
  );
  const list = database.prepare(
    `select key, value, etag from documents where collection = ? and key > ? and ${alive} order by key limit ?`,
  );
  const insert = database.prepare(
    `insert into documents (collection, key, value, etag, expires_at) values (?, ?, ?, ?, ?)
     on conflict do update set value = excluded.value, etag = excluded.etag, expires_at = excluded.expires_at where expires_at <= ?
     returning etag`,
  );
  const replace = database.prepare(
    `update documents set value = ?, etag = ?, expires_at = ? where collection = ? and key = ? and etag = ? and ${alive} returning etag`,
  );
  const upsert = database.prepare(
    `insert into documents (collection, key, value, etag, expires_at) values (?, ?, ?, ?, ?)
     on conflict do update set value = excluded.value, etag = excluded.etag, expires_at = excluded.expires_at returning etag`,
  );
  const remove = database.prepare('delete from documents where collection = ? and key = ?');
  const sweep = database.prepare('delete from documents where expires_at <= ?');

  const write = (collection: string, key: string, text: string, options: PutOptions) => {
    const { ifMatch, expiresAt = null } = options;
    const etag = randomUUID();
    if (ifMatch === 'absent') return insert.get(collection, key, text, etag, expiresAt, now());
    if (ifMatch === undefined) return upsert.get(collection, key, text, etag, expiresAt);
    return replace.get(text, etag, expiresAt, collection, key, ifMatch, now());
  };

  const collection = <T>(name: string): Collection<T> => ({
    get: async (key) => {
      const row = get.get(name, key, now()) as Row | undefined;
      return row && stored<T>(row);
    },
    getMany: async (keys) => {
      const rows = getMany.all(name, JSON.stringify(keys), now()) as unknown as Row[];
      return new Map(rows.map((row) => [row.key, stored<T>(row)]));
    },
    put: async (key, value, options: PutOptions = {}) => {
      if (options.expiresAt !== undefined) sweep.run(now());
      const row = write(name, key, JSON.stringify(value), options) as { etag: string } | undefined;
      return row ?? 'conflict';
    },
    remove: async (key) => void remove.run(name, key),
    list: async ({ after = '', limit }) => {
      const rows = list.all(name, after, now(), limit) as unknown as Row[];
      return rows.map((row) => ({ key: row.key, ...stored<T>(row) }));
    },
  });

  return { collection, close: async () => database.close() };
};
