/** Keeps what oidc-provider must remember (sessions, grants, codes, refresh tokens) in SQLite, so that it outlives a restart. */
import type { DatabaseSync } from 'node:sqlite';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

type Row = { payload: string } | undefined;

const payloadOf = (row: unknown): AdapterPayload | undefined => {
  const found = row as Row;
  return found && (JSON.parse(found.payload) as AdapterPayload);
};

const unsupported = (what: string): never => {
  throw new Error(`${what} is not supported: the device flow is switched off`);
};

/** An adapter factory as oidc-provider wants it: one adapter per model, times in seconds. Expired rows are never found. */
export const createState = (db: DatabaseSync, now: () => number = Date.now): AdapterFactory => {
  const upsert = db.prepare(`
    insert into state (model, id, payload, grant_id, uid, expires_at) values (?, ?, ?, ?, ?, ?)
    on conflict (model, id) do update set
      payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid, expires_at = excluded.expires_at`);
  const alive = '(expires_at is null or expires_at > ?)';
  const find = db.prepare(`select payload from state where model = ? and id = ? and ${alive}`);
  const findByUid = db.prepare(`select payload from state where model = ? and uid = ? and ${alive}`);
  const consume = db.prepare(
    `update state set payload = json_set(payload, '$.consumed', ?) where model = ? and id = ?`,
  );
  const destroy = db.prepare('delete from state where model = ? and id = ?');
  const revoke = db.prepare('delete from state where model = ? and grant_id = ?');
  const seconds = () => Math.floor(now() / 1000);

  return (model): Adapter => ({
    upsert: async (id, payload, expiresIn) => {
      const expiresAt = expiresIn === undefined ? null : seconds() + expiresIn;
      upsert.run(model, id, JSON.stringify(payload), payload.grantId ?? null, payload.uid ?? null, expiresAt);
    },
    find: async (id) => payloadOf(find.get(model, id, seconds())),
    findByUid: async (uid) => payloadOf(findByUid.get(model, uid, seconds())),
    findByUserCode: async () => unsupported('findByUserCode'),
    consume: async (id) => void consume.run(seconds(), model, id),
    destroy: async (id) => void destroy.run(model, id),
    revokeByGrantId: async (grantId) => void revoke.run(model, grantId),
  });
};

/** Deletes what has expired; returns how many rows went. */
export const sweepState = (db: DatabaseSync, now: () => number = Date.now): number => {
  const states = db.prepare('delete from state where expires_at <= ?').run(Math.floor(now() / 1000));
  const attempts = db.prepare('delete from attempts where expires_at <= ?').run(now());
  const links = db.prepare('delete from password_links where expires_at <= ?').run(now());
  return Number(states.changes) + Number(attempts.changes) + Number(links.changes);
};
