/** `npm run doctor`: looks at the machine and prints the fix for each thing that is in the way. */
import { existsSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defaultPorts, isFree, type PartName, portSetting } from '../local/ports.ts';

interface Finding {
  what: string;
  /** How to mend it; absent when all is well. */
  fix?: string;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const megabyte = 1024 * 1024;

const node = (): Finding => ({
  what: `Node ${process.version} (the project's own)`,
  ...(Number(process.versions.node.split('.')[0]) < 24 && { fix: 'Run it through npm: npm run doctor.' }),
});

const disk = (): Finding => {
  const { bavail, bsize } = statfsSync(root);
  const free = Math.round((bavail * bsize) / megabyte);
  return {
    what: `${free} MB free on the disk`,
    ...(free < 1_000 && { fix: 'Free at least 1000 MB: packages take about 600 MB.' }),
  };
};

const memory = (): Finding => {
  const free = Math.round(freemem() / megabyte);
  return {
    what: `${free} MB of memory free`,
    ...(free < 1_000 && { fix: 'Close something: the shop needs about 900 MB.' }),
  };
};

const port = async (name: PartName): Promise<Finding> => {
  const number = defaultPorts[name];
  if (await isFree(number)) return { what: `port ${number} (${name}) is free` };
  return {
    what: `port ${number} (${name}) is in use`,
    fix: `Stop what listens there (the shop itself?), set ${portSetting(name)}, or start with --port-base 20000.`,
  };
};

const program = (name: string, paths: string[], need: string): Finding => ({
  what: `${name} ${paths.some((path) => existsSync(path)) ? 'is installed' : 'is not installed'}`,
  ...(!paths.some((path) => existsSync(path)) && { fix: `${need} On Debian: apt-get install -y ${name}` }),
});

const findings = [
  node(),
  disk(),
  memory(),
  ...(await Promise.all((Object.keys(defaultPorts) as PartName[]).map(port))),
  program(
    'redis-server',
    ['/usr/bin/redis-server', '/usr/local/bin/redis-server', '/opt/homebrew/bin/redis-server'],
    'Only the tests of the Redis store need it.',
  ),
];

for (const { what, fix } of findings) console.log(fix === undefined ? `✓ ${what}` : `✗ ${what}\n    ${fix}`);
const problems = findings.filter(({ fix }) => fix !== undefined).length;
console.log(problems === 0 ? '\nAll is well: npm start' : `\n${problems} of ${findings.length} need a look.`);
