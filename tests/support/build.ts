/** Builds everything once, before the first end-to-end test; in a process of its own, as vitest runs this in a module runner of its own. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const build = (): void => {
  const script = fileURLToPath(new URL('../../scripts/build.ts', import.meta.url));
  execFileSync(process.execPath, [script], { stdio: ['ignore', 'ignore', 'inherit'] });
};

export default build;
