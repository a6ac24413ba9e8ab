/** A real Redis for tests: Debian's redis-server on a free port, installed first where that is possible and asked for. */

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { haveProgram } from './debian.ts';
import { freePort } from './free-port.ts';

export interface TestRedis {
  /** `redis://127.0.0.1:port` */
  url: string;
  /** Runs a command through redis-cli. */
  cli(...command: string[]): string;
  /** Ends the server at once, keeping its port and nothing else; `restart` starts it again. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Whether tests can start a Redis. */
export const haveRedis = (): boolean => haveProgram('redis-server');

/** Starts the server and returns when it accepts connections. */
const start = async (port: number, folder: string) => {
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  for await (const chunk of server.stdout.iterator({ destroyOnReturn: false })) {
    lines.push(String(chunk));
    if (lines.join('').includes('Ready to accept connections')) {
      server.stdout.resume();
      return server;
    }
  }
  throw new Error(`redis-server did not start on port ${port}:\n${lines.join('')}`);
};

export const startRedis = async (): Promise<TestRedis> => {
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  const port = await freePort();
  let server = await start(port, folder);
  const kill = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    cli: (...command) => spawnSync('redis-cli', ['-p', String(port), ...command], { encoding: 'utf8' }).stdout.trim(),
    kill,
    restart: async () => {
      server = await start(port, folder);
    },
    close: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
