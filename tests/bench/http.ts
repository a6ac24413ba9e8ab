/** `http`: a small JSON answer from our host, and from `node:http` with and without `Request` and `Response`, in alternating rounds. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from '../../local/supervisor/child.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { closedLoop } from './support/closed-loop.ts';
import { withFolder } from './support/folder.ts';
import { compileApp, startHost } from './support/host.ts';
import { openConnection, requestBytes } from './support/http-connection.ts';
import { clockMicros, printProfiles, profileFlags } from './support/profiles.ts';
import { median, round, sum } from './support/statistics.ts';
import { printTable } from './support/table.ts';
import { startUsage } from './support/usage.ts';

const workers = 32;
const rounds = 5;
const request = requestBytes('GET /api/hello?name=Lerwick', { accept: 'application/json', 'user-agent': 'bench' });

const startNodeServer = (name: string, kind: 'bare' | 'fetch'): Promise<Child> =>
  startChild({
    name,
    args: [fileURLToPath(new URL('support/node-server.ts', import.meta.url)), kind],
    port: 0,
    env: process.env,
    onLine: (line) => console.error(`${name}: ${line}`),
    onCrash: () => undefined,
  });

interface Contestant {
  server: Child;
  perSecond: number[];
  cpuSeconds: number;
  answered: number;
}

/** One round with one server. */
const measure = async (contestant: Contestant, options: BenchOptions): Promise<void> => {
  const { server } = contestant;
  const connections = await Promise.all(Array.from({ length: workers }, () => openConnection(server.port)));
  let usage = startUsage([server]);
  const { perSecond, rounds: answered } = await closedLoop(
    {
      workers,
      ...options,
      onMeasure: (phase) => {
        if (phase === 'begin') usage = startUsage([server]);
        else contestant.cpuSeconds += sum(usage.cpu().map(({ seconds }) => seconds));
      },
    },
    async (worker) => {
      const answer = await connections[worker]?.send(request);
      if (answer?.status !== 200 || answer.body !== '{"hello":"Lerwick"}')
        throw new Error(`${server.name} answered ${answer?.status} ${answer?.body}`);
    },
  );
  for (const connection of connections) connection.close();
  contestant.perSecond.push(perSecond);
  contestant.answered += answered;
};

export const http: Bench = (options) =>
  withFolder(async (folder) => {
    const appDir = await compileApp('hello', join(folder, 'app'));
    const nodeFlags = options.profile ? profileFlags(folder, 'http') : [];
    const host = await startHost('our host', appDir, { dataDir: join(folder, 'data'), nodeFlags });
    const servers = [
      host,
      await startNodeServer('node:http, Request and Response', 'fetch'),
      await startNodeServer('node:http, bare', 'bare'),
    ];
    const contestants: Contestant[] = servers.map((server) => ({ server, perSecond: [], cpuSeconds: 0, answered: 0 }));
    const window = { begin: clockMicros(), end: 0 };
    const share = { ...options, seconds: options.seconds / rounds, warmUpSeconds: options.warmUpSeconds / rounds };
    for (let count = 0; count < rounds; count += 1)
      for (const contestant of contestants) await measure(contestant, share);
    window.end = clockMicros();
    for (const server of servers) await server.stop();

    printTable(
      `GET answered with a small JSON, ${workers} connections, median of ${rounds} alternating rounds`,
      ['server', 'requests/s', 'CPU µs each', 'lowest', 'highest'],
      contestants.map(({ server, perSecond, cpuSeconds, answered }) => [
        server.name,
        median(perSecond),
        (1e6 * cpuSeconds) / answered,
        Math.min(...perSecond),
        Math.max(...perSecond),
      ]),
    );
    if (options.profile) printProfiles(folder, window);
    const [ours = Number.NaN, fetchObjects = Number.NaN] = contestants.map(({ perSecond }) => median(perSecond));
    return { requestsPerSecond: round(ours), ratioToNode: round(ours / fetchObjects) };
  });
