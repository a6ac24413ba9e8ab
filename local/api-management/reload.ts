/** Watches the folder: a change that compiles takes effect at once, one that does not leaves the old version running. */
import type { Logger } from '../log.ts';
import { watchFolder } from '../watch-folder.ts';
import { FolderError } from './problem.ts';

/** Editors write a file in several steps, and one change often touches several files. */
const settleMs = 150;

export interface Reloading {
  close(): void;
}

/** Calls `load` after each change; it throws FolderError when the files cannot be executed. */
export const reloadOnChange = (dir: string, load: () => void, log: Logger): Reloading => {
  let timer: NodeJS.Timeout | undefined;
  const reload = (): void => {
    try {
      load();
      log.info('policies reloaded');
    } catch (error) {
      const problems = error instanceof FolderError ? error.message : String(error);
      log.error(`the changed files cannot be executed, so the ones before stay in force:\n${problems}`);
    }
  };
  const watching = watchFolder(dir, () => {
    clearTimeout(timer);
    timer = setTimeout(reload, settleMs);
  });
  return {
    close: () => {
      clearTimeout(timer);
      watching.close();
    },
  };
};
