/** Reads and writes the durable state. Writes of one turn share a transaction; reads see them at once. */
import type { Logger } from '../../../log.ts';
import type { RuntimeStatus } from '../replay/history.ts';
import { type GroupCommit, groupCommit } from './group-commit.ts';
import { openDatabase } from './schema.ts';

/** A row of `instances`. Times are milliseconds since the epoch, the other texts JSON unless said otherwise. */
export interface InstanceRow {
  key: number;
  id: string;
  execution_id: string;
  name: string;
  version: string;
  status: RuntimeStatus;
  created_at: number;
  updated_at: number;
  open_work: number;
  next_timer: number | null;
  /** `ParentInstance`, for a sub-orchestration. */
  parent: string | null;
  /** W3C `traceparent` of the start, plain text. */
  trace: string;
  input: string;
  custom_status: string | null;
  /** JSON text of the output, or the plain text of a failure or a termination. */
  output: string | null;
}

/** What an episode changes in its instance. */
export type Progress = Omit<InstanceRow, 'id' | 'name' | 'version' | 'created_at' | 'parent' | 'trace'>;

/** Which instances to list or purge: a page of at most `limit`, after the key `after`. */
export interface InstanceFilter {
  createdFrom?: number;
  createdTo?: number;
  statuses?: readonly RuntimeStatus[];
  after: number;
  limit: number;
}

export interface Store extends Pick<GroupCommit, 'afterCommit' | 'committed'> {
  find: (id: string) => InstanceRow | undefined;
  insert: (row: InstanceRow) => void;
  update: (progress: Progress) => void;
  /** Removes an instance with its history; its messages are the caller's business. */
  remove: (key: number) => void;
  list: (filter: InstanceFilter) => InstanceRow[];
  /** Serialised events of each episode of the current generation. */
  episodes: (key: number) => string[];
  appendEpisode: (key: number, episode: number, events: string) => void;
  clearHistory: (key: number) => void;
  /** Keeps an accepted message; gives its row. */
  addMessage: (key: number, event: string) => number;
  removeMessage: (row: number) => void;
  /** What a restart must look at. */
  unfinished: () => Pick<InstanceRow, 'id' | 'key' | 'open_work' | 'next_timer'>[];
  messages: () => { id: number; instance: number; event: string }[];
  /** A key that no instance has had. */
  nextKey: () => number;
  /** Commits and closes the file. */
  close: () => void;
}

const columns = [
  'key',
  'id',
  'execution_id',
  'name',
  'version',
  'status',
  'created_at',
  'updated_at',
  'open_work',
  'next_timer',
  'parent',
  'trace',
  'input',
  'custom_status',
  'output',
] as const satisfies (keyof InstanceRow)[];

/** Opens the durable state in `dataFile` (`:memory:` keeps nothing). After a failed write every further one is refused. */
export const openStore = (dataFile: string, log: Logger): Store => {
  const db = openDatabase(dataFile);
  const group = groupCommit(db, (error) =>
    log.fatal({ err: error }, 'orchestrations stop: restart the host once the cause is mended'),
  );
  const { write } = group;

  const find = db.prepare('SELECT * FROM instances WHERE id = ?');
  const insert = db.prepare(`INSERT INTO instances (${columns.join()}) VALUES (${columns.map(() => '?').join()})`);
  const update = db.prepare(
    `UPDATE instances SET execution_id = ?, status = ?, updated_at = ?, open_work = ?, next_timer = ?, input = ?,
       custom_status = ?, output = ? WHERE key = ?`,
  );
  const remove = db.prepare('DELETE FROM instances WHERE key = ?');
  const episodes = db.prepare('SELECT events FROM history WHERE instance = ? ORDER BY episode');
  const appendEpisode = db.prepare('INSERT INTO history (instance, episode, events) VALUES (?, ?, ?)');
  const clearHistory = db.prepare('DELETE FROM history WHERE instance = ?');
  const addMessage = db.prepare('INSERT INTO inbox (id, instance, event) VALUES (?, ?, ?)');
  const removeMessage = db.prepare('DELETE FROM inbox WHERE id = ?');
  const highest = (table: string, column: string): number =>
    Number(db.prepare(`SELECT coalesce(max(${column}), 0) AS highest FROM ${table}`).get()?.highest);

  let lastKey = highest('instances', 'key');
  let lastMessage = highest('inbox', 'id');

  return {
    afterCommit: group.afterCommit,
    committed: group.committed,
    find: (id) => find.get(id) as InstanceRow | undefined,
    insert: (row) => write(insert, ...columns.map((column) => row[column])),
    update: (p) =>
      write(
        update,
        p.execution_id,
        p.status,
        p.updated_at,
        p.open_work,
        p.next_timer,
        p.input,
        p.custom_status,
        p.output,
        p.key,
      ),
    remove: (key) => {
      write(remove, key);
      write(clearHistory, key);
    },
    list: (filter) => {
      const statuses = filter.statuses ?? [];
      const inStatus = statuses.length === 0 ? '' : `AND status IN (${statuses.map(() => '?').join()})`;
      const sql = `SELECT * FROM instances WHERE key > ? AND created_at >= ? AND created_at <= ? ${inStatus} ORDER BY key LIMIT ?`;
      const from = filter.createdFrom ?? 0;
      const to = filter.createdTo ?? Number.MAX_SAFE_INTEGER;
      return db.prepare(sql).all(filter.after, from, to, ...statuses, filter.limit) as unknown as InstanceRow[];
    },
    episodes: (key) => episodes.all(key).map((row) => String(row.events)),
    appendEpisode: (key, episode, events) => write(appendEpisode, key, episode, events),
    clearHistory: (key) => write(clearHistory, key),
    addMessage: (key, event) => {
      lastMessage += 1;
      write(addMessage, lastMessage, key, event);
      return lastMessage;
    },
    removeMessage: (row) => write(removeMessage, row),
    unfinished: () =>
      db
        .prepare(
          `SELECT id, key, open_work, next_timer FROM instances
           WHERE status IN ('Pending', 'Running', 'Suspended') ORDER BY key`,
        )
        .all() as unknown as Pick<InstanceRow, 'id' | 'key' | 'open_work' | 'next_timer'>[],
    messages: () =>
      db.prepare('SELECT id, instance, event FROM inbox ORDER BY id').all() as unknown as {
        id: number;
        instance: number;
        event: string;
      }[],
    nextKey: () => {
      lastKey += 1;
      return lastKey;
    },
    close: () => {
      group.flush();
      db.close();
    },
  };
};
