/**
 * Documents in a container of Cosmos DB, whose partition key is `/key`. Containers are made by whoever deploys, with a default time to
 * live of -1 (items expire only when they say so).
 */
import type { Container, CosmosClientOptions } from '@azure/cosmos';
import type { Collection, DocumentStore, Listed, PutOptions, Stored } from '../documents.ts';
import { type CosmosSetting, isAzure, parseCosmosSetting } from './setting.ts';

/** An item of the container. */
interface Item<T> {
  id: string;
  /** The key of the document: the partition key. */
  key: string;
  collection: string;
  document: T;
  /** Milliseconds since the epoch from which on the document counts as gone. */
  expiresAt?: number;
  /** Seconds after which Cosmos DB deletes the item. */
  ttl?: number;
}

type Found<T> = Item<T> & { _etag: string };

/** How many documents `getMany` reads at once. */
const batchSize = 50;

/** Ids must be without / \\ ? and #. */
const idOf = (collection: string, key: string): string =>
  `${collection}:${encodeURIComponent(key).replaceAll('~', '%7E').replaceAll('%', '~')}`;

const statusOf = (error: unknown): unknown => (error as { code?: unknown }).code;

/** The outcome of a write, or undefined when it failed with one of these statuses. */
const unless = async <T>(statuses: readonly number[], write: Promise<T>): Promise<T | undefined> => {
  try {
    return await write;
  } catch (error) {
    if (statuses.some((status) => status === statusOf(error))) return undefined;
    throw error;
  }
};

const stored = <T>({ document, _etag }: Pick<Found<T>, 'document' | '_etag'>): Stored<T> => ({
  value: document,
  etag: _etag,
});

const collectionOf = <T>(container: Container, collection: string, now: () => number): Collection<T> => {
  const item = (key: string) => container.item(idOf(collection, key), key);
  const isAlive = ({ expiresAt }: Item<T>): boolean => expiresAt === undefined || expiresAt > now();

  const read = async (key: string): Promise<Found<T> | undefined> => (await item(key).read<Item<T>>()).resource;

  const get = async (key: string): Promise<Stored<T> | undefined> => {
    const found = await read(key);
    return found && isAlive(found) ? stored(found) : undefined;
  };

  const itemFor = (key: string, document: T, { expiresAt }: PutOptions): Item<T> => ({
    id: idOf(collection, key),
    key,
    collection,
    document,
    ...(expiresAt !== undefined && { expiresAt, ttl: Math.max(1, Math.ceil((expiresAt - now()) / 1000)) }),
  });

  const replace = (body: Item<T>, etag: string) =>
    // 404: it was removed; 412: another write came between.
    unless([404, 412], item(body.key).replace(body, { accessCondition: { type: 'IfMatch', condition: etag } }));

  /** An item that has expired but is still there gives way. */
  const create = async (body: Item<T>) => {
    const created = await unless([409], container.items.create(body));
    if (created) return created;
    const found = await read(body.key);
    return found && !isAlive(found) ? replace(body, found._etag) : undefined;
  };

  const write = async (body: Item<T>, ifMatch: string | undefined): Promise<{ etag: string } | undefined> => {
    if (ifMatch === 'absent') return create(body);
    return ifMatch === undefined ? container.items.upsert(body) : replace(body, ifMatch);
  };

  return {
    get,
    getMany: async (keys) => {
      const found = new Map<string, Stored<T>>();
      for (let first = 0; first < keys.length; first += batchSize) {
        const batch = keys.slice(first, first + batchSize);
        for (const [index, one] of (await Promise.all(batch.map(get))).entries())
          if (one) found.set(batch[index] ?? '', one);
      }
      return found;
    },
    put: async (key, value, options: PutOptions = {}) => {
      const written = await write(itemFor(key, value, options), options.ifMatch);
      return written ? { etag: written.etag } : 'conflict';
    },
    remove: async (key) => void (await unless([404], item(key).delete())),
    list: async ({ after = '', limit }) => {
      const query = `SELECT TOP ${limit} * FROM c WHERE c.collection = @collection AND c.key > @after AND (NOT IS_DEFINED(c.expiresAt) OR c.expiresAt > @now) ORDER BY c.key`;
      const parameters = [
        { name: '@collection', value: collection },
        { name: '@after', value: after },
        { name: '@now', value: now() },
      ];
      const { resources } = await container.items.query<Found<T>>({ query, parameters }).fetchAll();
      return resources.map((found): Listed<T> => ({ key: found.key, ...stored(found) }));
    },
  };
};

/** A key when the setting has one; otherwise Entra ID. Throttled requests (429) wait as the server says, for up to half a minute. */
const optionsOf = async ({ endpoint, key }: CosmosSetting): Promise<CosmosClientOptions> => ({
  endpoint,
  ...(key === undefined ? { aadCredentials: await entraCredential() } : { key }),
  connectionPolicy: {
    enableEndpointDiscovery: isAzure(endpoint),
    requestTimeout: 10_000,
    retryOptions: { maxRetryAttemptCount: 20, maxWaitTimeInSeconds: 30 },
  },
});

const entraCredential = async () => {
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new DefaultAzureCredential();
};

/** A missing container would read like one without documents, and an unsuitable one fail later and less clearly. */
const check = async (container: Container): Promise<void> => {
  const { resource } = await unless([404], container.read()).then((response) => response ?? { resource: undefined });
  const name = `The Cosmos DB container ${container.database.id}/${container.id}`;
  if (!resource) throw new Error(`${name} is not there. It is made by the deployment, never by the app.`);
  if (resource.partitionKey?.paths.join() !== '/key') throw new Error(`${name} must have the partition key /key.`);
  if (resource.defaultTtl !== -1)
    throw new Error(`${name} must have the default time to live -1, or nothing in it expires.`);
};

/**
 * Opens the container that a setting names.
 * @throws Error when it is missing or unsuitable
 */
export const openCosmosDocuments = async (setting: string, now: () => number): Promise<DocumentStore> => {
  const parsed = parseCosmosSetting(setting);
  const { CosmosClient } = await import('@azure/cosmos');
  const client = new CosmosClient(await optionsOf(parsed));
  const container = client.database(parsed.database).container(parsed.container);
  await check(container);
  return {
    collection: <T>(name: string) => collectionOf<T>(container, name, now),
    close: async () => client.dispose(),
  };
};
