/** Function keys: who may call functions of authLevel `function` and `admin`, as Azure enforces it. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { HostError } from '../errors.ts';

export const keyNames = ['function-key', 'master-key', 'system-key'] as const;
export type KeyName = (typeof keyNames)[number];
export type Keys = Record<KeyName, string>;

const newKey = () => randomBytes(32).toString('base64url');

const readKey = async (file: string): Promise<string> => {
  const key = (await readFile(file, 'utf8')).trim();
  if (key === '') throw new HostError(`The key file ${file} is empty; delete it and a new key is made`);
  return key;
};

/** Makes the file with all its content at once, or leaves the one that is there: nobody ever reads half a key. */
const makeKey = async (file: string): Promise<void> => {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, `${newKey()}\n`, { flag: 'wx', mode: 0o600 });
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
};

/** Reads a key file or makes it (mode 0600); when several apps start at once the first one's key holds for all. */
const readOrMakeKey = async (directory: string, name: KeyName): Promise<string> => {
  const file = join(directory, name);
  if (!existsSync(file)) await makeKey(file);
  return readKey(file);
};

/** The keys in `directory`, made at random where missing; without a directory they live as long as the process. */
export const openKeys = async (directory: string | undefined): Promise<Keys> => {
  if (directory !== undefined) await mkdir(directory, { recursive: true });
  const key = (name: KeyName) => (directory === undefined ? newKey() : readOrMakeKey(directory, name));
  return {
    'function-key': await key('function-key'),
    'master-key': await key('master-key'),
    'system-key': await key('system-key'),
  };
};

/** The key that a request brings: header `x-functions-key`, else `code` in the query. */
export const keyOf = (request: IncomingMessage, query: URLSearchParams | undefined): string | undefined => {
  const header = request.headers['x-functions-key'];
  return typeof header === 'string' ? header : (query?.get('code') ?? undefined);
};

/** Compares in constant time; only the length shows. */
const same = (given: string, expected: string): boolean => {
  const one = Buffer.from(given);
  const other = Buffer.from(expected);
  return one.length === other.length && timingSafeEqual(one, other);
};

/** Whether a request's key is one of `accepted`. */
export const hasKey = (given: string | undefined, accepted: readonly string[]): boolean =>
  given !== undefined && accepted.some((key) => same(given, key));
