/** HTTP servers that answer the same request, measured in alternating rounds, so that what else the machine does hits all of them. */
import { fileURLToPath } from 'node:url';
import { busyFlags, type Child, type ChildSpec, startChild } from '../../../local/supervisor/child.ts';
import type { BenchOptions } from '../bench.ts';
import { closedLoop } from './closed-loop.ts';
import { openConnection } from './http-connection.ts';
import { startUsage } from './usage.ts';

export interface Contestant {
  server: Child;
  /** What worker N sends. */
  requestOf: (worker: number) => Buffer;
  /** The one good answer. */
  expected: string;
  /** By round. */
  perSecond: number[];
  /** Of every answer of all rounds. */
  tookMs: number[];
  cpuSeconds: number;
  answered: number;
}

export const enter = (server: Child, requestOf: (worker: number) => Buffer, expected: string): Contestant => ({
  server,
  requestOf,
  expected,
  perSecond: [],
  tookMs: [],
  cpuSeconds: 0,
  answered: 0,
});

/** A program of this repository as a server, which says when it is ready; what it prints is shown. */
export const startServer = (
  spec: Pick<ChildSpec, 'name' | 'args'> & Partial<Pick<ChildSpec, 'env' | 'nodeFlags'>>,
): Promise<Child> =>
  startChild({
    port: 0,
    onLine: (line) => console.error(`${spec.name}: ${line}`),
    onCrash: () => undefined,
    ...spec,
    nodeFlags: [...busyFlags, ...(spec.nodeFlags ?? [])],
    env: { ...process.env, LOG_LEVEL: 'warn', ...spec.env },
  });

/** `node:http` with a small JSON for every address: bare, or with one `Request` and one `Response` for each call. */
export const startNodeServer = (name: string, kind: 'bare' | 'fetch'): Promise<Child> =>
  startServer({ name, args: [fileURLToPath(new URL('node-server.ts', import.meta.url)), kind] });

/** `node:http` that does nothing but forward to another server. */
export const startNodeProxy = (name: string, to: Child): Promise<Child> =>
  startServer({ name, args: [fileURLToPath(new URL('node-proxy.ts', import.meta.url)), String(to.port)] });

/** One round with one server; adds to its figures. */
const measure = async (contestant: Contestant, workers: number, options: BenchOptions): Promise<void> => {
  const { server, requestOf, expected } = contestant;
  const connections = await Promise.all(Array.from({ length: workers }, () => openConnection(server.port)));
  const requests = connections.map((_, worker) => requestOf(worker));
  let usage = startUsage([server]);
  const { perSecond, rounds, tookMs } = await closedLoop(
    {
      workers,
      ...options,
      onMeasure: (phase) => {
        if (phase === 'begin') usage = startUsage([server]);
        else for (const { seconds } of usage.cpu()) contestant.cpuSeconds += seconds;
      },
    },
    async (worker) => {
      const answer = await connections[worker]?.send(requests[worker] ?? Buffer.alloc(0));
      if (answer?.status !== 200 || answer.body !== expected)
        throw new Error(`${server.name} answered ${answer?.status} ${answer?.body}`);
    },
  );
  for (const connection of connections) connection.close();
  contestant.perSecond.push(perSecond);
  for (const took of tookMs) contestant.tookMs.push(took);
  contestant.answered += rounds;
};

/** Measures each in turn, round by round; the seconds are shared out among the rounds. */
export const alternate = async (
  contestants: readonly Contestant[],
  { workers, rounds }: { workers: number; rounds: number },
  options: BenchOptions,
): Promise<void> => {
  const share = { ...options, seconds: options.seconds / rounds, warmUpSeconds: options.warmUpSeconds / rounds };
  for (let count = 0; count < rounds; count += 1)
    for (const contestant of contestants) await measure(contestant, workers, share);
};
