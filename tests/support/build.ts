/** Builds everything once, before the first end-to-end test; in a process of its own, as vitest runs this in a module runner of its own. */
import { execFileSync } from 'node:child_process';

const build = (): void => {
  const module = JSON.stringify(new URL('../../scripts/build.ts', import.meta.url));
  const script = `await (await import(${module})).buildChanges()`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'ignore', 'inherit'] });
};

export default build;
