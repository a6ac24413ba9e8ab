/** The folder in which a shop on this machine keeps everything that it remembers. */
import { rmSync } from 'node:fs';
import { isInUse } from './service-bus/store/schema.ts';

/** Deletes the folder; throws when a shop has it open, which would go on with files that nobody else can see. */
export const emptyFolder = (dataDir: string): void => {
  if (isInUse(dataDir)) throw new Error(`A shop that runs has ${dataDir} open. Close it first (Ctrl-C).`);
  rmSync(dataDir, { recursive: true, force: true });
};
