/** Every npm script starts here: `node scripts/run.mjs FILE [ARGS]` sets up what is missing and runs FILE under the project's own Node. */
import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { node, root, setup } from './setup.mjs';

const major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  console.error(
    `This is Node ${process.version}. Node 20 or newer is needed to start; the project then brings its own Node 24.`,
  );
  process.exit(1);
}

try {
  await setup();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

const [file, ...args] = process.argv.slice(2);
const path = [dirname(node), process.env.PATH].join(delimiter);
const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, file), ...args], {
  stdio: 'inherit',
  env: { ...process.env, PATH: path },
});
// A terminal sends Ctrl-C to the whole group; a plain kill reaches only this process and is passed on.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => signal === 'SIGTERM' && child.kill(signal));
child.once('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
