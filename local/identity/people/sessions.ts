/** Ends what oidc-provider keeps for a person: sessions, grants, refresh tokens and codes not yet redeemed. */
import type { DatabaseSync } from 'node:sqlite';

export interface Sessions {
  /** Ends all of a person's sessions and their refresh tokens, but for the session with the uid. Access tokens live on for minutes. */
  end(sub: string, exceptUid?: string): void;
}

/** A session knows the grants that were made in it; codes and refresh tokens know their session. */
const grantsOfSession = `
  select json_extract(one.value, '$.grantId') from state session, json_each(session.payload, '$.authorizations') one
  where session.model = 'Session' and session.uid = :uid and json_extract(one.value, '$.grantId') is not null`;

export const createSessions = (db: DatabaseSync): Sessions => {
  const end = db.prepare(`
    delete from state where json_extract(payload, '$.accountId') = :sub and case model
      when 'Session' then uid is not :uid
      when 'Grant' then id not in (${grantsOfSession})
      else json_extract(payload, '$.sessionUid') is not :uid
    end`);
  return { end: (sub, exceptUid = '') => void end.run({ sub, uid: exceptUid }) };
};
