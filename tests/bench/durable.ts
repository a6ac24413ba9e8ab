/** `durable`: orchestrations of five activities in sequence, with their history kept, started and waited for by one call each. */
import { join } from 'node:path';
import type { Bench, BenchOptions } from './bench.ts';
import { closedLoop } from './support/closed-loop.ts';
import { withFolder } from './support/folder.ts';
import { compileApp, type Host, startHost } from './support/host.ts';
import { type HttpConnection, openConnection, requestBytes } from './support/http-connection.ts';
import { clockMicros, printProfiles, profileFlags } from './support/profiles.ts';
import { median, quantile, round } from './support/statistics.ts';
import { printTable } from './support/table.ts';
import { startUsage } from './support/usage.ts';

const activities = 5;

/** Starts one orchestration, and gets its output when it has ended. */
const runOne = async (connection: HttpConnection | undefined, request: Buffer): Promise<void> => {
  const answer = await connection?.send(request);
  if (answer?.status !== 200 || !answer.body.includes('Hello Bergen!'))
    throw new Error(`An orchestration did not complete: ${answer?.status} ${answer?.body}`);
};

const measure = async (host: Host, workers: number, options: BenchOptions) => {
  const path = '/runtime/webhooks/durabletask/orchestrators/hello-cities?timeout=30';
  const request = requestBytes(`POST ${path}`, { 'x-functions-key': host.systemKey }, {});
  const connections = await Promise.all(Array.from({ length: workers }, () => openConnection(host.port)));
  const processes = [host, { name: 'load', pid: process.pid }];
  let usage = startUsage(processes);
  const window = { begin: 0, end: 0 };
  let cpu = usage.cpu();
  const measured = await closedLoop(
    {
      workers,
      ...options,
      onMeasure: (phase) => {
        window[phase] = clockMicros();
        if (phase === 'begin') usage = startUsage(processes);
        else cpu = usage.cpu();
      },
    },
    (worker) => runOne(connections[worker], request),
  );
  for (const connection of connections) connection.close();
  return { ...measured, workers, cpu, window };
};

export const durable: Bench = (options) =>
  withFolder(async (folder) => {
    const appDir = await compileApp('hello-cities', join(folder, 'app'));
    const nodeFlags = options.profile ? profileFlags(folder, 'durable') : [];
    const host = await startHost('durable', appDir, { dataDir: join(folder, 'data'), nodeFlags });
    const busy = await measure(host, 32, options);
    const idle = await measure(host, 1, { ...options, warmUpSeconds: options.warmUpSeconds / 4 });
    await host.stop();

    printTable(
      'Hello cities: orchestrations of five activities',
      ['at once', 'orchestrations/s', 'median ms', '99% ms', 'host CPU ms each', 'load CPU ms each'],
      [busy, idle].map(({ workers, perSecond, rounds, tookMs, cpu }) => [
        workers,
        perSecond,
        median(tookMs),
        quantile(tookMs, 0.99),
        ...cpu.map(({ seconds }) => (1000 * seconds) / rounds),
      ]),
    );
    if (options.profile) printProfiles(folder, busy.window);
    return {
      orchestrationsPerSecond: round(busy.perSecond),
      stepMedianMs: round(median(idle.tookMs) / activities),
    };
  });
