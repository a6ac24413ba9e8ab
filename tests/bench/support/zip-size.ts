/** How large a folder is as a zip file, which is how a Function App is deployed; told without writing one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';

/** Fixed parts of a zip file: a file's local header and its entry in the directory (each with its name), and the directory's end. */
const localHeader = 30;
const directoryEntry = 46;
const directoryEnd = 22;

/** Bytes of the zip of all files below the folder that `include` wants. */
export const zipSize = (folder: string, include: (name: string) => boolean): number => {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && include(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const sizes = names.map((name) => {
    const content = deflateRawSync(readFileSync(join(folder, name)), { level: 9 });
    return localHeader + directoryEntry + 2 * Buffer.byteLength(name) + content.length;
  });
  return sizes.reduce((total, size) => total + size, directoryEnd);
};
