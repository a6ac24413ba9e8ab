/** A RabbitMQ of one's own, where Debian's package `rabbitmq-server` is installed: what our broker is measured against. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../support/free-port.ts';
import type { Peer } from './plain-amqp.ts';

/** The server itself; the command on the path would change to a user that cannot read our folder. */
const program = '/usr/lib/rabbitmq/bin/rabbitmq-server';

export const haveRabbitMq = (): boolean => existsSync(program);

export interface RabbitMq {
  /** A durable queue that is made by whoever first opens it. */
  queue: Peer;
  stop: () => Promise<void>;
}

const configure = async (folder: string, port: number): Promise<NodeJS.ProcessEnv> => {
  const [configFile, pluginsFile] = [join(folder, 'rabbitmq.conf'), join(folder, 'enabled_plugins')];
  await mkdir(folder);
  await writeFile(configFile, `listeners.tcp.1 = 127.0.0.1:${port}\n`);
  await writeFile(pluginsFile, '[rabbitmq_amqp1_0].\n');
  return {
    ...process.env,
    HOME: folder,
    RABBITMQ_NODENAME: `bench-${process.pid}@localhost`,
    RABBITMQ_DIST_PORT: String(await freePort()),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: String(await freePort()),
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_CONFIG_FILE: configFile,
    RABBITMQ_ENABLED_PLUGINS_FILE: pluginsFile,
  };
};

/** Ends the server, and the register of names that Erlang started with it. */
const stop = async (server: ChildProcess, env: NodeJS.ProcessEnv): Promise<void> => {
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  await ended;
  spawnSync('epmd', ['-kill'], { env });
};

const untilStarted = async (server: ChildProcess): Promise<void> => {
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    server.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes('Starting broker... completed')) resolve();
    });
    server.once('exit', (code) => reject(new Error(`RabbitMQ ended with ${code} before it had started:\n${printed}`)));
  });
};

/** Starts it with its data in `folder`, which is not there yet. */
export const startRabbitMq = async (folder: string): Promise<RabbitMq> => {
  const port = await freePort();
  const env = await configure(folder, port);
  const server = spawn(program, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await untilStarted(server);
  const login = { username: 'guest', password: 'guest' };
  return { queue: { port, address: '/queue/bench', login }, stop: () => stop(server, env) };
};
