/** Programs from Debian's packages that some tests need. */
import { spawnSync } from 'node:child_process';

/** Whether the machine has a program. */
export const isInstalled = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

// Another test file may be installing at this moment.
const apt = (...command: string[]) =>
  spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...command], { encoding: 'utf8' });

/**
 * Whether tests can use a program, which comes in the Debian package of the same name. Where it is missing, CI installs it (as
 * root) or throws; elsewhere tests that need it are skipped by name.
 */
export const haveProgram = (program: string): boolean => {
  if (isInstalled(program)) return true;
  if (process.env.CI !== 'true') return false;
  apt('update');
  const { status, stderr } = apt('install', '-y', program);
  if (status === 0 && isInstalled(program)) return true;
  throw new Error(`Some tests need ${program}. Install it with "apt-get install ${program}". ${stderr ?? ''}`);
};
