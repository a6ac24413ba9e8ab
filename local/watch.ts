/** `npm start -- --watch`: builds an app again when one of its sources changes, and starts it again with what came out. */
import { join } from 'node:path';
import { openRebuild, type Rebuild } from '../scripts/build.ts';
import { watchFolder } from './watch-folder.ts';

/** Editors write a file in several steps, and tools many files at once; what changes within this time is one change. */
const settleMs = 50;

interface Watched {
  name: string;
  bundling: Rebuild;
  /** The files that its bundle is made of; undefined until it has compiled, when any change may be the one that mends it. */
  sources: ReadonlySet<string> | undefined;
}

export interface WatchOptions {
  /** Folder that the sources are in. */
  root: string;
  /** Names of the apps. */
  apps: readonly string[];
  /** Called when the bundle of an app is new. */
  onBuilt: (name: string) => Promise<void>;
  /** Tells a person what is going on. */
  say: (text: string) => void;
}

/** Watches the sources of the apps; resolves when every later change will be seen. */
export const watchApps = async ({ root, apps, onBuilt, say }: WatchOptions): Promise<{ close(): Promise<void> }> => {
  const watched: Watched[] = await Promise.all(
    apps.map(async (name) => ({ name, bundling: await openRebuild(name), sources: undefined })),
  );
  const changed = new Set<string>();
  let settling: NodeJS.Timeout | undefined;
  let working = Promise.resolve();

  const build = async (app: Watched): Promise<boolean> => {
    try {
      app.sources = new Set(await app.bundling.rebuild());
      return true;
    } catch {
      app.sources = undefined;
      say(`${app.name} does not compile; it goes on as it was.`);
      return false;
    }
  };

  const renew = async (app: Watched): Promise<void> => {
    const began = performance.now();
    if (!(await build(app))) return;
    await onBuilt(app.name).then(
      () => say(`${app.name} is new (after ${((performance.now() - began) / 1000).toFixed(1)} s).`),
      (error: unknown) => say((error as Error).message),
    );
  };

  const settle = () => {
    const files = [...changed];
    changed.clear();
    const concerned = watched.filter(({ sources }) => !sources || files.some((file) => sources.has(file)));
    working = working.then(() => Promise.all(concerned.map(renew))).then(() => undefined);
  };

  const onChange = (file: string) => {
    changed.add(file);
    clearTimeout(settling);
    settling = setTimeout(settle, settleMs);
  };

  const watchers = ['functions', 'shared'].map((folder) => watchFolder(join(root, folder), onChange));
  // The first build tells which sources each app has, and fills what makes later ones fast.
  await Promise.all(watched.map(build));
  return {
    close: async () => {
      clearTimeout(settling);
      for (const watcher of watchers) watcher.close();
      await working;
      await Promise.all(watched.map(({ bundling }) => bundling.close()));
    },
  };
};
