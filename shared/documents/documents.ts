/** The port of a document store: JSON documents by key, each with an etag and, if it should vanish, an expiry. */

export interface Stored<T> {
  value: T;
  /** Opaque; changes with every write. */
  etag: string;
}

export interface PutOptions {
  /** The write happens only if the stored document has this etag, or with `absent` only if there is none. */
  ifMatch?: string;
  /** Milliseconds since the epoch from which on the document counts as gone. */
  expiresAt?: number;
}

/** The documents of one kind, e.g. baskets by buyer. Keys are up to 255 characters. */
export interface Documents<T> {
  get(key: string): Promise<Stored<T> | undefined>;
  /** What is there of the keys asked for; missing ones are left out. */
  getMany(keys: readonly string[]): Promise<Map<string, Stored<T>>>;
  /** Writes and returns the new etag, or `conflict` when `ifMatch` does not hold. */
  put(key: string, value: T, options?: PutOptions): Promise<{ etag: string } | 'conflict'>;
  remove(key: string): Promise<void>;
}

export interface Listed<T> extends Stored<T> {
  key: string;
}

/** Documents that can also be listed, for those who run the shop. */
export interface Collection<T> extends Documents<T> {
  /** The documents in the order of their keys, from the first after `after`; fewer than `limit` only at the end. */
  list(page: { after?: string; limit: number }): Promise<Listed<T>[]>;
}

export interface DocumentStore {
  collection<T>(name: string): Collection<T>;
  close(): Promise<void>;
}

/**
 * Reads, decides and writes until no one else wrote in between. `decide` returns the new value, or undefined to leave
 * everything as it is.
 * @returns the value that is stored when it returns
 */
export const update = async <T>(
  documents: Documents<T>,
  key: string,
  decide: (current: T | undefined) => T | undefined,
): Promise<T | undefined> => {
  for (;;) {
    const current = await documents.get(key);
    const next = decide(current?.value);
    if (next === undefined) return current?.value;
    const written = await documents.put(key, next, { ifMatch: current?.etag ?? 'absent' });
    if (written !== 'conflict') return next;
  }
};
