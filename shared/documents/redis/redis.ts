/** Documents in Redis. A document is one string, `etag expiry\\nJSON`; sorted sets beside it hold the keys in order and their expiries. */
import { createHash, randomUUID } from 'node:crypto';
import { Away } from '../../lifecycle/away.ts';
import type { Collection, DocumentStore, Listed, PutOptions, Stored } from '../documents.ts';
import { connectRedis, type Redis } from './connect.ts';
import { type ChangingCredentials, entraCredentials } from './credentials.ts';
import { putScript, removeScript } from './scripts.ts';
import { parseRedisSetting } from './setting.ts';

const stringify = (etag: string, { expiresAt }: PutOptions, value: unknown): string =>
  `${etag} ${expiresAt ?? ''}\n${JSON.stringify(value)}`;

/** Redis forgets an expired document by its own clock; the clock that counts is the one that the store was opened with. */
const parse = <T>(text: string | null, now: number): Stored<T> | undefined => {
  if (text === null) return undefined;
  const end = text.indexOf('\n');
  const [etag = '', expiresAt = ''] = text.slice(0, end).split(' ');
  if (expiresAt !== '' && Number(expiresAt) <= now) return undefined;
  return { value: JSON.parse(text.slice(end + 1)) as T, etag };
};

/** A reply that refuses begins with a code in upper case; what the client says of a lost connection does not, and is in part empty. */
const refuses = (message: string): boolean =>
  /^(?!LOADING|MASTERDOWN|READONLY|CLUSTERDOWN|TRYAGAIN)[A-Z]+ /.test(message);

/** The answer to a command. Throws `Away` when there is none for now. */
const answered = async <Answer>(command: Promise<Answer>): Promise<Answer> => {
  try {
    return await command;
  } catch (error) {
    if (error instanceof Error && refuses(error.message)) throw error;
    throw new Away('Redis does not answer.', { cause: error });
  }
};

const sha1 = (script: string): string => createHash('sha1').update(script).digest('hex');

/** Runs a script by its digest; the text travels only when the server does not know it, e.g. after a restart. */
const run = async (redis: Redis, script: string, keys: string[], values: string[]): Promise<unknown> => {
  const call = { keys, arguments: values };
  try {
    return await answered(redis.evalSha(sha1(script), call));
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return answered(redis.eval(script, call));
  }
};

const collectionOf = <T>(redis: Redis, name: string, now: () => number): Collection<T> => {
  const index = `{${name}}/keys`;
  const expiries = `{${name}}/expiries`;
  const keyOf = (key: string): string => `{${name}}:${key}`;

  const getMany = async (keys: readonly string[]): Promise<Map<string, Stored<T>>> => {
    const texts = keys.length === 0 ? [] : await answered(redis.mGet(keys.map(keyOf)));
    return new Map(
      keys.flatMap((key, position) => {
        const found = parse<T>(texts[position] ?? null, now());
        return found ? [[key, found]] : [];
      }),
    );
  };

  const list = async ({ after, limit }: { after?: string; limit: number }): Promise<Listed<T>[]> => {
    const from = after === undefined ? '-' : `(${after}`;
    const keys = await answered(redis.zRangeByLex(index, from, '+', { LIMIT: { offset: 0, count: limit } }));
    const found = [...(await getMany(keys))].map(([key, stored]) => ({ key, ...stored }));
    const last = keys.at(-1);
    // The index still knows documents that have expired: what they leave empty is filled from behind them.
    if (found.length === limit || keys.length < limit || last === undefined) return found;
    return [...found, ...(await list({ after: last, limit: limit - found.length }))];
  };

  return {
    get: async (key) => parse<T>(await answered(redis.get(keyOf(key))), now()),
    getMany,
    put: async (key, value, options: PutOptions = {}) => {
      const etag = randomUUID();
      const { ifMatch = '', expiresAt = '' } = options;
      const values = [key, ifMatch, String(now()), stringify(etag, options, value), String(expiresAt)];
      return (await run(redis, putScript, [keyOf(key), index, expiries], values)) === 1 ? { etag } : 'conflict';
    },
    remove: async (key) => void (await run(redis, removeScript, [keyOf(key), index, expiries], [key])),
    list,
  };
};

/** Opens a store in the Redis that a setting names. `credentials` are for those who have neither password nor Entra ID. */
export const openRedisDocuments = async (
  setting: string,
  now: () => number,
  credentials?: ChangingCredentials,
): Promise<DocumentStore> => {
  const { url, prefix, entra } = parseRedisSetting(setting);
  const redis = await connectRedis(url, credentials ?? (entra ? await entraCredentials() : undefined));
  return {
    collection: <T>(name: string) => collectionOf<T>(redis, `${prefix}:${name}`, now),
    close: async () => {
      await redis.close();
    },
  };
};
