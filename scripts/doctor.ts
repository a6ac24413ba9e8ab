/** `npm run doctor`: looks at the machine and prints the fix for each thing that is in the way. */
import { statfsSync } from 'node:fs';
import { freemem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { choosePorts, isFree, partNames, portSetting } from '../local/ports.ts';
import { isInstalled } from '../tests/support/debian.ts';

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
    ...(free < 1_000 && { fix: 'Free at least 1000 MB: packages take about 700 MB.' }),
  };
};

const memory = (): Finding => {
  const free = Math.round(freemem() / megabyte);
  return {
    what: `${free} MB of memory free`,
    ...(free < 1_000 && { fix: 'Close something: the shop needs about 900 MB.' }),
  };
};

const portFindings = async (): Promise<Finding[]> => {
  const ports = choosePorts(undefined, process.env);
  return Promise.all(
    partNames.map(async (name) => {
      const what = `port ${ports[name]} (${name})`;
      if (ports[name] === 0 || (await isFree(ports[name]))) return { what: `${what} is free` };
      const fix = `Stop what listens there (the shop itself?), set ${portSetting(name)}, or npm start -- --port-base 20000.`;
      return { what: `${what} is in use`, fix };
    }),
  );
};

const ports = (): Promise<Finding[]> =>
  portFindings().catch((error: Error) => [{ what: 'the ports cannot be looked at', fix: error.message }]);

const program = (name: string, users: string): Finding =>
  isInstalled(name)
    ? { what: `${name} is installed` }
    : { what: `${name} is not installed`, fix: `Only ${users} need it. On Debian: apt-get install -y ${name}` };

const findings = [
  node(),
  disk(),
  memory(),
  ...(await ports()),
  program('chromium', 'the tests and photographs of pages'),
  program('redis-server', 'the tests of the Redis store'),
];

for (const { what, fix } of findings) console.log(fix === undefined ? `✓ ${what}` : `✗ ${what}\n    ${fix}`);
const problems = findings.filter(({ fix }) => fix !== undefined).length;
console.log(problems === 0 ? '\nAll is well: npm start' : `\n${problems} of ${findings.length} need a look.`);
if (problems > 0) process.exitCode = 1;
