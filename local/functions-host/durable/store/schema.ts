/** The one SQLite file of a durable hub: three tables. Open activities and timers are not rows: the history tells them. */
import { DatabaseSync } from 'node:sqlite';

/**
 * `open_work`: activities that have not ended, plus one for a generation that has not begun. `next_timer`: when the earliest
 * open timer fires. Both exist so that a restart finds what needs attention without reading every history.
 * `history`: one row per episode, its events serialised as played. `inbox`: what was accepted and not yet consumed.
 */
const schema = `
  CREATE TABLE IF NOT EXISTS instances (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    execution_id TEXT NOT NULL,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    open_work INTEGER NOT NULL,
    next_timer INTEGER,
    parent TEXT,
    trace TEXT NOT NULL,
    input TEXT NOT NULL,
    custom_status TEXT,
    output TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS history (
    instance INTEGER NOT NULL,
    episode INTEGER NOT NULL,
    events TEXT NOT NULL,
    PRIMARY KEY (instance, episode)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS inbox (
    id INTEGER PRIMARY KEY,
    instance INTEGER NOT NULL,
    event TEXT NOT NULL
  ) STRICT;
`;

/** Of the layout above; a file with another one is refused rather than misread. */
const layout = 1;

const setUp = (db: DatabaseSync, dataFile: string): void => {
  const found = Number(db.prepare('PRAGMA user_version').get()?.user_version);
  if (found !== 0 && found !== layout)
    throw new Error(
      `The durable state in ${dataFile} has layout ${found}; this program reads layout ${layout}. Use the program that wrote it, ` +
        'or remove the file to begin anew.',
    );
  db.exec(schema);
  db.exec(`PRAGMA user_version = ${layout}`);
};

/**
 * Opens or creates the file. WAL with `synchronous=NORMAL`: a killed process loses nothing that was committed. The exclusive
 * lock keeps a second host from running the same instances; it is given a moment, because a killed host's lock may linger.
 */
export const openDatabase = (dataFile: string): DatabaseSync => {
  const db = new DatabaseSync(dataFile);
  try {
    db.exec('PRAGMA busy_timeout = 3000; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL');
    db.exec('PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000');
    setUp(db, dataFile);
  } catch (error) {
    db.close();
    if (!String(error).includes('locked')) throw error;
    throw new Error(
      `The durable state in ${dataFile} is in use: another host runs with the same data folder. Stop it first.`,
      {
        cause: error,
      },
    );
  }
  return db;
};
