/** One part of the shop as a child process that is started again when it crashes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface ChildSpec {
  name: string;
  /** Module to run and its arguments. */
  args: readonly string[];
  /** Flags for Node itself. */
  nodeFlags?: readonly string[];
  /** The port it shall listen on, passed as `--port`; 0 lets it choose, and a restart gets the same one again. */
  port: number;
  /** The same for a second port, passed as `--admin-port`. */
  adminPort?: number;
  env: NodeJS.ProcessEnv;
  /** Takes each line that the child writes. */
  onLine: (line: string) => void;
  /** Hears that the child ended without being asked to, and will be started again. */
  onCrash: (how: string) => void;
}

export interface Child {
  readonly name: string;
  /** The port it listens on. */
  readonly port: number;
  /** Its second port, if it has one for administration. */
  readonly adminPort: number | undefined;
  readonly pid: number | undefined;
  /** Asks it to stop and waits; after `graceMs` it is killed. */
  stop(graceMs?: number): Promise<void>;
  /** Lets it stop in the same way and starts it again where it was; rejects with what it said when it does not come up. */
  restart(): Promise<void>;
}

/**
 * What keeps all parts together below 900 MB at no cost in speed (docs/performance.md): V8 would let the young generation of a busy
 * process grow to three times 16 MB, of which an eighth does, and the old one to several times of what is alive in it.
 */
const leanFlags = ['--max-semi-space-size=2', '--heap-growing-percent=80', '--disable-warning=ExperimentalWarning'];

/** `nodeFlags` for a part that does so much for a request that it would collect garbage a quarter of its time. */
export const busyFlags: readonly string[] = ['--max-semi-space-size=16'];

const stopGraceMs = 10_000;
const firstDelayMs = 100;
const longestDelayMs = 5_000;

/** What a part says about its health: it is ready to serve on a port. */
interface Ready {
  type: 'ready';
  port: number;
  adminPort?: number;
}

const isReady = (message: unknown): message is Ready =>
  typeof message === 'object' && message !== null && (message as Ready).type === 'ready';

/** Starts the part and resolves when it is ready; rejects with what it said when it ends before that. */
export const startChild = async (spec: ChildSpec): Promise<Child> => {
  let child: ChildProcess;
  let ports: Pick<Ready, 'port' | 'adminPort'> = { port: spec.port };
  let delayMs = firstDelayMs;
  let stopping = false;
  let restarting = false;
  let restart: NodeJS.Timeout | undefined;

  const launch = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const said: string[] = [];
      const hear = (line: string) => {
        said.push(line);
        if (said.length > 20) said.shift();
        spec.onLine(line);
      };
      // A group of its own: Ctrl-C reaches only us, and we stop the parts in their order.
      child = spawn(
        process.execPath,
        [
          ...leanFlags,
          ...(spec.nodeFlags ?? []),
          ...spec.args,
          '--port',
          String(ports.port),
          ...(spec.adminPort === undefined ? [] : ['--admin-port', String(ports.adminPort ?? spec.adminPort)]),
        ],
        {
          env: spec.env,
          stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
          detached: true,
        },
      );
      for (const stream of [child.stdout, child.stderr])
        if (stream) createInterface({ input: stream }).on('line', hear);
      child.on('message', (message) => {
        if (!isReady(message)) return;
        ports = message;
        delayMs = firstDelayMs;
        resolve();
      });
      const describe = (code: number | null, signal: string | null) =>
        signal ? `killed by ${signal}` : `exit code ${code}`;
      child.once('exit', (code, signal) => {
        if (ready && !stopping && !restarting) restartLater(describe(code, signal));
      });
      // Its last lines may still be on their way when it has ended.
      child.once('close', (code, signal) =>
        reject(
          new Error(
            `${spec.name} did not start (${describe(code, signal)}).\n${said.map((line) => `  ${line}`).join('\n')}`,
          ),
        ),
      );
    });

  const restartLater = (how: string) => {
    spec.onCrash(how);
    restart = setTimeout(() => void launch().catch(() => undefined), delayMs);
    delayMs = Math.min(delayMs * 2, longestDelayMs);
  };

  const end = async (graceMs: number): Promise<void> => {
    clearTimeout(restart);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const impatience = setTimeout(() => child.kill('SIGKILL'), graceMs);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(impatience);
  };

  let ready = false;
  await launch();
  ready = true;

  return {
    name: spec.name,
    get port() {
      return ports.port;
    },
    get adminPort() {
      return ports.adminPort;
    },
    get pid() {
      return child.pid;
    },
    stop: async (graceMs = stopGraceMs) => {
      stopping = true;
      await end(graceMs);
    },
    restart: async () => {
      restarting = true;
      await end(stopGraceMs);
      restarting = false;
      if (!stopping) await launch();
    },
  };
};
