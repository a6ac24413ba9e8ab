/** Everything that the apps of a test shop have stored, to see whether something has changed. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { appNames } from '../../local/shop.ts';

const readable = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array ? createHash('sha256').update(value).digest('hex') : value;

const tablesOf = (database: DatabaseSync): string[] =>
  database
    .prepare("select name from sqlite_master where type = 'table' order by name")
    .all()
    .map(({ name }) => String(name));

/** Every row of every table that has any, as JSON, by `app.table`. */
export const everythingStored = (dataDir: string): Record<string, string[]> => {
  const stored: Record<string, string[]> = {};
  for (const app of appNames) {
    const file = join(dataDir, `${app}.db`);
    // An app opens its store when it is first needed.
    if (!existsSync(file)) continue;
    const database = new DatabaseSync(file, { readOnly: true });
    for (const table of tablesOf(database)) {
      const rows = database.prepare(`select * from "${table}"`).all();
      if (rows.length > 0) stored[`${app}.${table}`] = rows.map((row) => JSON.stringify(row, readable)).sort();
    }
    database.close();
  }
  return stored;
};
