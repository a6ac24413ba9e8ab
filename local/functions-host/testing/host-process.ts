/** The host as its users start it: a process of its own, run through its command. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type AppSource, compileApp } from './compile-app.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface HostProcess {
  url: string;
  /** Everything printed so far. */
  output: () => string;
  /** Resolves with the output once it contains the text. */
  printed: (text: string) => Promise<string>;
  /** Sends a signal and resolves with the exit code (null when killed by the signal). */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
  /** Resolves with the exit code when all that it printed is in the output. */
  exited: Promise<number | null>;
}

const collect = (child: ChildProcess) => {
  let text = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      for (const check of waiting) check();
    });
  }
  const printed = (wanted: string): Promise<string> =>
    new Promise((resolve) => {
      const check = () => {
        if (!text.includes(wanted)) return;
        waiting.delete(check);
        resolve(text);
      };
      waiting.add(check);
      check();
    });
  return { output: () => text, printed };
};

/** Runs a command of the platform with arguments; the process ends with the test. */
export const spawnProcess = (file: string, args: readonly string[], env: Record<string, string> = {}) => {
  const child = fork(file, [...args], { silent: true, execArgv: [], env: { PATH: process.env.PATH, ...env } });
  // At 'exit' the last of what it printed may not have been read; at 'close' it has.
  const exited = once(child, 'close').then(([code]) => code as number | null);
  const ready = once(child, 'message').then(([message]) => (message as { port: number }).port);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    return exited;
  };
  return { ...collect(child), exited, ready, stop };
};

/** Runs `main.ts` of the host. */
export const spawnHost = (args: readonly string[], env: Record<string, string> = {}) => spawnProcess(main, args, env);

/** A compiled app in a running host on a free port. Rejects with what was printed when the host does not start. */
export const runApp = async (
  app: AppSource,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<HostProcess> => runFolder(await compileApp(app), args, env);

/** A host for an app folder that exists already. */
export const runFolder = async (
  folder: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<HostProcess> => {
  const host = spawnHost([folder, '--port', '0', ...args], env);
  const failed = host.exited.then((code) => {
    throw new Error(`the host ended with ${code}:\n${host.output()}`);
  });
  failed.catch(() => undefined);
  const port = await Promise.race([host.ready, failed]);
  return { ...host, url: `http://127.0.0.1:${port}` };
};
