/** The functions host as its users run it, in a process of its own, over an app that is compiled as the shop's apps are. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from '../../../local/supervisor/child.ts';
import { bundle } from '../../../scripts/build.ts';

const main = fileURLToPath(new URL('../../../local/functions-host/main.ts', import.meta.url));

/** Compiles `tests/bench/apps/NAME.ts` into a folder that a Functions host can run. */
export const compileApp = async (name: string, folder: string): Promise<string> => {
  const entry = fileURLToPath(new URL(`../apps/${name}.ts`, import.meta.url));
  await bundle({ entry, outfile: join(folder, 'app.cjs') });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ main: 'app.cjs' }));
  await writeFile(join(folder, 'host.json'), JSON.stringify({ version: '2.0' }));
  return folder;
};

export interface Host extends Child {
  /** Opens the durable API. */
  systemKey: string;
}

/** Starts a host with its state in a folder; what it prints as it fails is shown. */
export const startHost = async (
  name: string,
  appDir: string,
  { dataDir, nodeFlags = [] }: { dataDir: string; nodeFlags?: readonly string[] },
): Promise<Host> => {
  const host = await startChild({
    name,
    args: [main, appDir, '--data', dataDir],
    nodeFlags,
    port: 0,
    env: { ...process.env, LOG_LEVEL: 'warn' },
    onLine: (line) => console.error(`${name}: ${line}`),
    onCrash: (how) => {
      throw new Error(`${name} crashed: ${how}`);
    },
  });
  const systemKey = (await readFile(join(dataDir, 'system-key'), 'utf8')).trim();
  // Not spread: the child's port and pid are getters.
  return Object.assign(host, { systemKey });
};
