/** Reading the JSON files of an app. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HostError } from './errors.ts';

/** The parsed file, or undefined when there is none; a byte order mark is allowed, broken JSON is an error naming the file. */
export const readJsonFile = async (directory: string, name: string): Promise<unknown> => {
  const file = join(directory, name);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new HostError(`Cannot read ${file}: ${error.message}`);
  });
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    throw new HostError(`${file} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
};
