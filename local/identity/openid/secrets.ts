/** The provider's own secrets: the key that signs tokens and the keys that sign cookies. Made once, then kept in the database. */
import { generateKeyPair, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import type { JWK } from 'oidc-provider';

export interface Secrets {
  /** Private keys; the first signs, all are published (as public keys) so that older tokens stay valid. */
  jwks: { keys: JWK[] };
  cookieKeys: string[];
}

/** RSA, because RS256 is what every OpenID Connect client can check and what Entra signs with. */
const newSecrets = async (): Promise<Secrets> => {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' } as JWK;
  return { jwks: { keys: [key] }, cookieKeys: [randomBytes(32).toString('base64url')] };
};

/** Reads the secrets, making them first in a new database. */
export const loadSecrets = async (db: DatabaseSync): Promise<Secrets> => {
  const read = db.prepare(`select value from secrets where name = 'provider'`);
  if (!read.get()) {
    const made = JSON.stringify(await newSecrets());
    db.prepare(`insert into secrets (name, value) values ('provider', ?) on conflict do nothing`).run(made);
  }
  const { value } = read.get() as { value: string };
  return JSON.parse(value) as Secrets;
};
