/** `npm run verify`: the one gate. Checks, then every test; the last line says `N passed, N failed`. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChecks } from './check.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numFailedTestSuites: number;
}

/** Runs vitest with its own output shown; a suite that could not even start counts as one failure. */
const runTests = (args: readonly string[]): Promise<{ passed: number; failed: number }> =>
  new Promise((resolve, reject) => {
    const folder = mkdtempSync(join(tmpdir(), 'verify-'));
    const report = join(folder, 'report.json');
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      try {
        const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(
          readFileSync(report, 'utf8'),
        ) as Report;
        const failed = numFailedTests > 0 ? numFailedTests : numFailedTestSuites;
        resolve({ passed: numPassedTests, failed: code === 0 ? failed : Math.max(failed, 1) });
      } catch {
        resolve({ passed: 0, failed: 1 });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  });

const checks = await runChecks();
const tests = await runTests(process.argv.slice(2));

const passed = checks.passed + tests.passed;
const failed = checks.failed + tests.failed;
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
