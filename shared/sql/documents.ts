/** The port of a document store over one SQL table: for an app whose documents must change together with its rows. */
import { randomUUID } from 'node:crypto';
import type { Kysely, UpdateQueryBuilder, UpdateResult } from 'kysely';
import type { Documents, PutOptions, Stored } from '../documents/documents.ts';
import { ifAbsent, wasInserted, wasUpdated } from './dialect.ts';

/** A row of such a table. */
export interface DocumentsTable {
  key: string;
  /** JSON. */
  value: string;
  etag: string;
  /** Milliseconds since the epoch from which on the row counts as gone. */
  expires_at: number | null;
}

/** Stands for whatever schema the table is in, under whatever name. */
interface Tables {
  documents: DocumentsTable;
}

type Update = UpdateQueryBuilder<Tables, 'documents', 'documents', UpdateResult>;

/** Creates the table, in a migration. */
export const createDocumentsTable = async <Schema>(database: Kysely<Schema>, table: string): Promise<void> => {
  await database.schema
    .createTable(table)
    .addColumn('key', 'varchar(255)', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('etag', 'char(36)', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .execute();
  await database.schema.createIndex(`${table}_by_expiry`).on(table).column('expires_at').execute();
};

const stored = <T>({ value, etag }: Pick<DocumentsTable, 'value' | 'etag'>): Stored<T> => ({
  value: JSON.parse(value) as T,
  etag,
});

/**
 * The documents in a table that `createDocumentsTable` made. Opened over a transaction, its writes are part of that transaction.
 * Expired documents count as absent and are deleted as new ones are written.
 */
export const openSqlDocuments = <T, Schema>(
  database: Kysely<Schema>,
  name: keyof Schema & string,
  now: () => number = Date.now,
): Documents<T> => {
  const tables = database as unknown as Kysely<Tables>;
  const table = name as 'documents';

  const read = (keys: readonly string[]) =>
    tables
      .selectFrom(table)
      .select(['key', 'value', 'etag'])
      .where('key', 'in', keys)
      .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now())]))
      .execute();

  const getMany = async (keys: readonly string[]): Promise<Map<string, Stored<T>>> => {
    const rows = keys.length === 0 ? [] : await read(keys);
    return new Map(rows.map((row) => [row.key, stored<T>(row)]));
  };

  const insert = async (row: DocumentsTable): Promise<boolean> =>
    wasInserted(await ifAbsent(tables.insertInto(table).values(row), ['key']).executeTakeFirstOrThrow());

  const replace = async ({ key, ...row }: DocumentsTable, only: (update: Update) => Update): Promise<boolean> =>
    wasUpdated(await only(tables.updateTable(table).set(row).where('key', '=', key)).executeTakeFirstOrThrow());

  const sweep = () => tables.deleteFrom(table).where('expires_at', '<=', now()).execute();

  const write = async (row: DocumentsTable, ifMatch: string | undefined): Promise<boolean> => {
    if (ifMatch === 'absent') {
      await sweep();
      return insert(row);
    }
    if (ifMatch === undefined) return (await replace(row, (update) => update)) || insert(row);
    return replace(row, (update) =>
      update
        .where('etag', '=', ifMatch)
        .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now())])),
    );
  };

  return {
    get: async (key) => (await getMany([key])).get(key),
    getMany,
    put: async (key, value, { ifMatch, expiresAt }: PutOptions = {}) => {
      const row = { key, value: JSON.stringify(value), etag: randomUUID(), expires_at: expiresAt ?? null };
      for (;;) {
        if (await write(row, ifMatch)) return { etag: row.etag };
        // Without a condition the row was removed, or written by another, between the two attempts to write it.
        if (ifMatch !== undefined) return 'conflict';
      }
    },
    remove: async (key) => void (await tables.deleteFrom(table).where('key', '=', key).execute()),
  };
};
