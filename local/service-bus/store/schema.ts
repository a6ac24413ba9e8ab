/** The file `<data>/service-bus.db`: one row per message that a queue holds, and the last sequence number of every queue. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Raised with every change of the tables; a file of another version is refused. */
const VERSION = 1;

const tables = `
  CREATE TABLE queue (
    path TEXT PRIMARY KEY,
    last_sequence_number INTEGER NOT NULL
  );
  CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    queue TEXT NOT NULL,
    sequence_number INTEGER NOT NULL,
    enqueued_sequence_number INTEGER NOT NULL,
    enqueued_time INTEGER NOT NULL,
    expires_at INTEGER,
    delivery_count INTEGER NOT NULL,
    was_scheduled INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'deferred', 'scheduled')),
    scheduled_for INTEGER,
    content BLOB NOT NULL
  );
  PRAGMA user_version = ${VERSION};
`;

/** A data folder that cannot be used. */
export class StoreError extends Error {}

/** A process that dies loses nothing with synchronous=NORMAL; only a crash of the machine may lose the last commits. */
const configure = (database: DatabaseSync): void => {
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  database.exec('PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -65536;');
};

const prepareTables = (database: DatabaseSync, file: string): void => {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
  if (version === 0) database.exec(`BEGIN; ${tables} COMMIT;`);
  else if (version !== VERSION)
    throw new StoreError(
      `${file} has version ${version} and this broker reads ${VERSION}. Move the file away to start afresh.`,
    );
};

const fileIn = (dataDir: string): string => join(dataDir, 'service-bus.db');

const isLocked = (error: unknown): boolean => error instanceof Error && error.message.includes('locked');

/** Whether a broker has the folder's file open. */
export const isInUse = (dataDir: string): boolean => {
  if (!existsSync(fileIn(dataDir))) return false;
  const database = new DatabaseSync(fileIn(dataDir));
  try {
    configure(database);
    return false;
  } catch (error) {
    if (isLocked(error)) return true;
    throw error;
  } finally {
    database.close();
  }
};

/** Opens the file, creating it and its folder. Throws StoreError when another broker has it open. */
export const openDatabase = (dataDir: string): DatabaseSync => {
  mkdirSync(dataDir, { recursive: true });
  const file = fileIn(dataDir);
  const database = new DatabaseSync(file);
  try {
    configure(database);
    prepareTables(database, file);
    return database;
  } catch (error) {
    database.close();
    if (isLocked(error))
      throw new StoreError(`${file} is in use by another broker. Stop it, or give this one another data folder.`);
    throw error;
  }
};
