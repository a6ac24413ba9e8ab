/** Tells of every change below a folder, also of files that are replaced, which is how most editors save. */
import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

const foldersIn = (folder: string): string[] => [
  folder,
  ...readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => foldersIn(join(folder, name))),
];

/**
 * Watches a folder and all below it until it is closed. Each folder has a watcher of its own: Node's recursive one loses sight, on Linux, of
 * a file that was replaced once.
 */
export const watchFolder = (root: string, onChange: (path: string) => void): { close(): void } => {
  const watchers = new Map<string, FSWatcher>();
  const add = (folder: string): void => {
    watchers.get(folder)?.close();
    const watcher = watch(folder, (_, name) => {
      if (name === null) return;
      const path = join(folder, name);
      if (isFolder(path)) foldersIn(path).forEach(add);
      onChange(path);
    });
    // Its folder is gone; the one above has told of that.
    watcher.on('error', () => watcher.close());
    watchers.set(folder, watcher);
  };
  foldersIn(root).forEach(add);
  return { close: () => watchers.forEach((watcher) => watcher.close()) };
};
