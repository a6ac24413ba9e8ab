/** `http`: a small JSON answer from our host, and from `node:http` with and without `Request` and `Response`, in alternating rounds. */
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { alternate, enter, startNodeServer } from './support/contest.ts';
import { withFolder } from './support/folder.ts';
import { compileApp, startHost } from './support/host.ts';
import { requestBytes } from './support/http-connection.ts';
import { clockMicros, printProfiles, profileFlags } from './support/profiles.ts';
import { median, round } from './support/statistics.ts';
import { printTable } from './support/table.ts';

const workers = 32;
const rounds = 5;
const request = requestBytes('GET /api/hello?name=Lerwick', { accept: 'application/json', 'user-agent': 'bench' });

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
    const contestants = servers.map((server) => enter(server, () => request, '{"hello":"Lerwick"}'));
    const window = { begin: clockMicros(), end: 0 };
    await alternate(contestants, { workers, rounds }, options);
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
