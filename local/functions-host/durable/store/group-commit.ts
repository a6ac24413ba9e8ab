/** One SQLite transaction for everything that is written in one turn of the event loop. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

export interface GroupCommit {
  /** Executes a write within this turn's transaction. Throws once any write or commit has failed. */
  write: (statement: StatementSync, ...values: SQLInputValue[]) => void;
  /** Calls the listener when everything written so far is committed, at once if it is. Not called if that fails. */
  afterCommit: (listener: () => void) => void;
  /** Resolves when everything written so far is committed; rejects if that fails. */
  committed: () => Promise<void>;
  /** Commits now. */
  flush: () => void;
}

interface Listener {
  done: () => void;
  failed?: (error: Error) => void;
}

/** `onFailure` hears of the first failure. Nothing can be written after it: memory and file would disagree. */
export const groupCommit = (db: DatabaseSync, onFailure: (error: Error) => void): GroupCommit => {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  let open = false;
  let broken: Error | undefined;
  let listeners: Listener[] = [];

  const takeListeners = (): Listener[] => {
    const taken = listeners;
    listeners = [];
    return taken;
  };

  const fail = (cause: unknown): Error => {
    broken = new Error(`The durable state could not be written: ${String(cause)}`, { cause });
    open = false;
    if (db.isTransaction) db.exec('ROLLBACK');
    onFailure(broken);
    for (const listener of takeListeners()) listener.failed?.(broken);
    return broken;
  };

  const flush = (): void => {
    if (!open) return;
    open = false;
    try {
      commit.run();
    } catch (error) {
      fail(error);
      return;
    }
    for (const listener of takeListeners()) listener.done();
  };

  const listen = (listener: Listener): void => {
    if (broken !== undefined) listener.failed?.(broken);
    else if (open) listeners.push(listener);
    else listener.done();
  };

  return {
    write: (statement, ...values) => {
      if (broken !== undefined) throw broken;
      try {
        if (!open) {
          begin.run();
          open = true;
          setImmediate(flush);
        }
        statement.run(...values);
      } catch (error) {
        throw fail(error);
      }
    },
    afterCommit: (done) => listen({ done }),
    committed: () => new Promise((resolve, reject) => listen({ done: resolve, failed: reject })),
    flush,
  };
};
