/**
 * Installs what the project needs, once per lock file, Node version and platform. Plain JavaScript that the machine's own
 * Node (20 or newer) runs before anything is installed.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = join(root, 'node_modules', '.eshop-setup');

/** The Node binary that npm brought; every command of the project runs under it. */
export const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

const stamp = () => {
  // The Node that runs this may be the machine's the first time and the project's own the next: the pinned version counts.
  const { version } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages['node_modules/node'];
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return `${lock} ${version} ${process.platform}-${process.arch}`;
};

const isReady = (wanted) => existsSync(node) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted;

/** Runs npm with its output shown on stderr (stdout belongs to the command), and says every ten seconds that it is still at work. */
const npm = (args) =>
  new Promise((resolve, reject) => {
    const started = Date.now();
    const seconds = () => Math.round((Date.now() - started) / 1000);
    const ticking = setInterval(() => console.error(`  … still installing (${seconds()} s)`), 10_000);
    // The npm that started this script, so that a machine with several uses the right one.
    const cli = process.env.npm_execpath;
    const child = cli?.endsWith('.js')
      ? spawn(process.execPath, [cli, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
      : spawn('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
    child.once('error', reject);
    child.once('exit', (code) => {
      clearInterval(ticking);
      if (code === 0) resolve(seconds());
      else
        reject(
          new Error(
            `npm ${args[0]} ended with code ${code}. Its messages stand above; \`npm run doctor\` may help once it is mended.`,
          ),
        );
    });
  });

/** Makes node_modules match the lock file. Does nothing (in about a millisecond) when it already does. */
export const setup = async () => {
  const wanted = stamp();
  if (isReady(wanted)) return;
  console.error(
    'Setting up: installing the packages of package-lock.json (about 700 MB, mostly tools; once per lock file) …',
  );
  const took = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stampFile, wanted);
  console.error(`Set-up done in ${took} s.\n`);
};
