/**
 * `gateway`: requests through the gateway, with the shop's own files (token checked, calls counted per caller and address, forwarded with
 * the function key), beside the same backend asked directly and through the least that forwards: 32 callers at once, then one alone, in
 * alternating rounds.
 */
import { fileURLToPath } from 'node:url';
import { gatewayArguments, gatewayEnvironment } from '../../local/gateway.ts';
import { appNames } from '../../local/shop.ts';
import type { Child } from '../../local/supervisor/child.ts';
import { startTestIssuer } from '../../shared/identity/test-issuer.ts';
import type { Bench } from './bench.ts';
import { alternate, type Contestant, enter, startNodeProxy, startNodeServer, startServer } from './support/contest.ts';
import { withFolder } from './support/folder.ts';
import { requestBytes } from './support/http-connection.ts';
import { clockMicros, printProfiles, profileFlags } from './support/profiles.ts';
import { median, quantile, round } from './support/statistics.ts';
import { printTable } from './support/table.ts';

const workers = 32;
const rounds = 5;
const main = fileURLToPath(new URL('../../local/api-management/main.ts', import.meta.url));

const startGateway = (issuer: string, backend: Child, nodeFlags: readonly string[]): Promise<Child> => {
  const apps = Object.fromEntries(appNames.map((name) => [name, `http://127.0.0.1:${backend.port}/api/${name}`]));
  const env = {
    ...gatewayEnvironment({ IDENTITY_ISSUER: issuer, IDENTITY_AUDIENCE: 'eshop' }, apps, 'the-function-key'),
    // Counted, and never too many.
    NAMED_VALUE_CALLER_CALLS_PER_MINUTE: '1000000000',
    NAMED_VALUE_ADDRESS_CALLS_PER_MINUTE: '1000000000',
  };
  return startServer({ name: 'gateway', args: [main, ...gatewayArguments(issuer, apps)], env, nodeFlags });
};

/** What a browser sends along, and a token for each worker. */
const requestsFor = (tokens: readonly string[]) => (worker: number) =>
  requestBytes('GET /api/basket/baskets/me', {
    accept: 'application/json',
    'accept-encoding': 'gzip, deflate, br',
    'user-agent':
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
    authorization: `Bearer ${tokens[worker]}`,
  });

const print = (title: string, contestants: readonly Contestant[]): void =>
  printTable(
    `${title}, median of ${rounds} alternating rounds`,
    ['server', 'requests/s', 'CPU µs each', 'median ms', '99th ms'],
    contestants.map(({ server, perSecond, cpuSeconds, answered, tookMs }) => [
      server.name,
      median(perSecond),
      (1e6 * cpuSeconds) / answered,
      median(tookMs),
      quantile(tookMs, 0.99),
    ]),
  );

const addedMs = ([direct, , through]: readonly Contestant[]): number =>
  median(through?.tookMs ?? []) - median(direct?.tookMs ?? []);

export const gateway: Bench = (options) =>
  withFolder(async (folder) => {
    const issuer = await startTestIssuer();
    const tokens = await Promise.all(
      Array.from({ length: workers }, (_, caller) => issuer.token({ sub: `caller-${caller}`, scope: 'openid basket' })),
    );
    const backend = await startNodeServer('backend alone', 'bare');
    const through = await startGateway(issuer.issuer, backend, options.profile ? profileFlags(folder, 'gateway') : []);
    const proxy = await startNodeProxy('node:http that only forwards', backend);
    const all = () =>
      [backend, proxy, through].map((server) => enter(server, requestsFor(tokens), '{"hello":"world"}'));
    const [crowd, alone] = [all(), all()];

    const begin = clockMicros();
    await alternate(crowd, { workers, rounds }, options);
    const window = { begin, end: clockMicros() };
    await alternate(alone, { workers: 1, rounds }, options);
    for (const server of [through, proxy, backend]) await server.stop();
    await issuer.stop();

    print(`GET with a token, ${workers} callers`, crowd);
    print('GET with a token, one caller', alone);
    if (options.profile) printProfiles(folder, window);
    const requestsPerSecond = median(crowd[2]?.perSecond ?? []);
    const microsEach = (1e6 * (crowd[2]?.cpuSeconds ?? 0)) / (crowd[2]?.answered ?? 0);
    console.log(`\nOne core is good for ${Math.round(1e6 / microsEach)} requests/s of the gateway's own CPU time.`);
    return { requestsPerSecond: round(requestsPerSecond), addedMedianMs: round(addedMs(alone)) };
  });
