/** Opens the document store that a setting names. */
import * as z from 'zod';
import { parseCosmosSetting } from './cosmos/setting.ts';
import type { DocumentStore } from './documents.ts';
import { parseRedisSetting } from './redis/setting.ts';

interface Adapter {
  /** Which settings are for it. */
  scheme: RegExp;
  /** Throws what is wrong with a setting, without showing it: it may hold a password. */
  check: (setting: string) => unknown;
  /** Its code and SDK are loaded here, at first use, to keep cold starts short. */
  open: (setting: string, now: () => number) => Promise<DocumentStore>;
}

const adapters: readonly Adapter[] = [
  {
    scheme: /^sqlite:.+/,
    check: () => {},
    open: async (setting, now) => {
      const { openSqliteDocuments } = await import('./sqlite.ts');
      return openSqliteDocuments(setting.slice('sqlite:'.length), now);
    },
  },
  {
    scheme: /^rediss?:\/\//,
    check: parseRedisSetting,
    open: async (setting, now) => {
      const { openRedisDocuments } = await import('./redis/redis.ts');
      return openRedisDocuments(setting, now);
    },
  },
  {
    scheme: /^https:\/\/|^AccountEndpoint=/,
    check: parseCosmosSetting,
    open: async (setting, now) => {
      const { openCosmosDocuments } = await import('./cosmos/cosmos.ts');
      return openCosmosDocuments(setting, now);
    },
  },
];

const forms =
  'Use sqlite:FILE (sqlite:.data/basket.db), redis://:password@host:port?prefix=NAME, rediss://host:port?prefix=NAME (Entra ID), https://ACCOUNT.documents.azure.com/DATABASE/CONTAINER (Entra ID), or AccountEndpoint=…;AccountKey=…;Database=…;Container=….';

const adapterOf = (setting: string): Adapter => {
  const adapter = adapters.find(({ scheme }) => scheme.test(setting));
  if (!adapter) throw new Error('This names no document store.');
  return adapter;
};

const problemOf = (setting: string): string | undefined => {
  try {
    adapterOf(setting).check(setting);
    return undefined;
  } catch (error) {
    return `${(error as Error).message} ${forms}`;
  }
};

/** Setting of a document store: a SQLite file (`sqlite::memory:` keeps nothing), a Redis or a container of Cosmos DB. */
export const DocumentStoreSetting = z.string(forms).superRefine((setting, context) => {
  const message = problemOf(setting);
  if (message) context.addIssue({ code: 'custom', message });
});

/** Opens a store; the caller closes it. */
export const openDocuments = async (setting: string, now: () => number = Date.now): Promise<DocumentStore> =>
  adapterOf(setting).open(setting, now);
