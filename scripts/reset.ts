/** `npm run reset`: empties `.data/`, so that the next start is the first one. */
import { fileURLToPath } from 'node:url';
import { emptyFolder } from '../local/data-folder.ts';

const folder = fileURLToPath(new URL('../.data', import.meta.url));
try {
  emptyFolder(folder);
  console.log(`Emptied ${folder}`);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
