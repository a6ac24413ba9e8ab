/** `npm run reset`: empties `.data/`, so that the next start is the first one. */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../.data', import.meta.url));
rmSync(folder, { recursive: true, force: true });
console.log(`Emptied ${folder}`);
