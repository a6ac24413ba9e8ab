/** The checks of the code as it stands: each is a command that ends with code 0 when it finds nothing. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tool = (name: string, path: string, ...args: string[]): [string, string[]] => [
  name,
  [join(root, 'node_modules', path), ...args],
];

const checks: [string, string[]][] = [
  tool('types', 'typescript/bin/tsc', '-p', '.'),
  tool('types of the storefront', 'typescript/bin/tsc', '-p', 'spa'),
  tool('lint', 'oxlint/bin/oxlint', '--type-aware', '--deny-warnings'),
  tool('format', '@biomejs/biome/bin/biome', 'check', '--error-on-warnings'),
  tool('dead code', 'knip/bin/knip.js'),
  ['lock file', ['scripts/complete-lock.ts', '--check']],
  ['generated files', ['scripts/generate.ts', '--check']],
];

interface Outcome {
  name: string;
  passed: boolean;
  output: string;
  seconds: number;
}

const run = ([name, args]: [string, string[]]): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({ name, passed: code === 0, output, seconds: (performance.now() - started) / 1000 }),
    );
  });

/** Runs every check, prints what they find, and returns how many passed and failed. */
export const runChecks = async (): Promise<{ passed: number; failed: number }> => {
  const totals = { passed: 0, failed: 0 };
  for (const check of checks) {
    const { name, passed, output, seconds } = await run(check);
    console.log(`${passed ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`);
    if (!passed) console.log(output);
    totals[passed ? 'passed' : 'failed'] += 1;
  }
  return totals;
};
