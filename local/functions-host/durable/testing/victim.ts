/** Runs a hub in a process of its own that can be killed and started again over the same file. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('kill-child.ts', import.meta.url));

interface Running {
  process: ChildProcess;
  url: string;
}

export interface Victim {
  /** Calls the API; a call that a kill interrupts is made again until it is answered. */
  call: (method: string, path: string, body?: string) => Promise<{ status: number; text: string }>;
  /** How many calls have been answered. */
  readonly answered: number;
  /** SIGKILL; resolves when the process is gone. */
  kill: () => Promise<void>;
  /** Starts the process again. */
  start: () => Promise<void>;
}

const launch = async (dataFile: string, env: NodeJS.ProcessEnv): Promise<Running> => {
  const child = spawn(process.execPath, [script, dataFile], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout);
  const url = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => line.startsWith('ready ') && resolve(line.slice('ready '.length)));
    child.on('exit', (code) => reject(new Error(`the hub's process ended with code ${code} before it was ready`)));
  });
  return { process: child, url };
};

/** `env` is added to this process's environment. */
export const startVictim = async (dataFile: string, env: NodeJS.ProcessEnv): Promise<Victim> => {
  let running: Running = await launch(dataFile, env);
  let answered = 0;

  const call: Victim['call'] = async (method, path, body) => {
    for (;;) {
      try {
        const response = await fetch(`${running.url}/${path}`, { method, ...(body !== undefined && { body }) });
        const text = await response.text();
        answered += 1;
        return { status: response.status, text };
      } catch {
        await sleep(5);
      }
    }
  };

  return {
    call,
    get answered() {
      return answered;
    },
    kill: async () => {
      const gone = once(running.process, 'exit');
      running.process.kill('SIGKILL');
      await gone;
    },
    start: async () => {
      running = await launch(dataFile, env);
    },
  };
};
