/**
 * Completes package-lock.json with the optional packages of other platforms that the registry at hand did not offer when the
 * lock was made: without their entries `npm ci` refuses the lock. Run it after every change of a dependency; `--check` only tells.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface LockEntry {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

interface Lock {
  packages: Record<string, LockEntry>;
}

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32'];

/** Reads os, cpu and libc from a name such as `@oxlint/binding-linux-x64-musl`, so that the package stays out of other machines. */
const platformOf = (name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> => {
  const parts = name.split(/[-/]/);
  const os = systems.filter((system) => parts.includes(system));
  const cpu = processors.filter((processor) => parts.includes(processor));
  const libc =
    parts.includes('musl') || parts.includes('musleabihf')
      ? ['musl']
      : parts.some((part) => part.startsWith('gnu'))
        ? ['glibc']
        : [];
  return {
    ...(os.length > 0 && { os }),
    ...(cpu.length > 0 && { cpu }),
    ...(libc.length > 0 && os.includes('linux') && { libc }),
  };
};

const missingFrom = ({ packages }: Lock): Record<string, LockEntry> =>
  Object.fromEntries(
    Object.entries(packages).flatMap(([path, { optionalDependencies = {}, dev }]) =>
      Object.entries(optionalDependencies)
        .filter(([name]) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`])
        .map(([name, version]) => [
          `node_modules/${name}`,
          { version, ...(dev && { dev }), optional: true, ...platformOf(name) },
        ]),
    ),
  );

const file = fileURLToPath(new URL('../package-lock.json', import.meta.url));
const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock;
const missing = missingFrom(lock);
const names = Object.keys(missing);
const addressed = Object.keys(lock.packages).filter((path) => lock.packages[path]?.resolved !== undefined);

if (process.argv.includes('--check')) {
  if (names.length > 0)
    console.error(
      `package-lock.json lacks ${names.length} optional packages of other platforms. Run: node scripts/complete-lock.ts`,
    );
  if (addressed.length > 0)
    console.error(`package-lock.json records download addresses (${addressed[0]} …). Remove their "resolved" fields.`);
  process.exitCode = names.length + addressed.length > 0 ? 1 : 0;
} else {
  const packages = Object.fromEntries(
    Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  writeFileSync(file, `${JSON.stringify({ ...lock, packages }, undefined, 2)}\n`);
  console.log(`Added ${names.length} optional packages of other platforms to package-lock.json.`);
}
