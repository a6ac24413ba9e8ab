/** Runs the fixture app on a durable hub of its own: real SDK, real invocations, the durable HTTP API on loopback. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvocationContext } from '@azure/functions';
import type { DurableClient } from 'durable-functions';
import * as df from 'durable-functions';
import { type Logger, pino } from 'pino';
import { type App, openApp } from '../../app.ts';
import { functionsOf, type HostedFunction } from '../../functions.ts';
import { createInvoker } from '../../invocation.ts';
import { createRunning } from '../../running.ts';
import { traceContext } from '../../trace-context.ts';
import { startDurableHub } from '../hub.ts';
import type { DurableFunction, DurableHub, DurableHubOptions } from '../port.ts';

const appDir = join(dirname(fileURLToPath(import.meta.url)), 'fixture');

const types = ['orchestrationTrigger', 'activityTrigger'] as const;

/** The app registers its functions when its file is loaded, which a process does once. */
let loaded: Promise<App> | undefined;

const openFixture = (log: Logger): Promise<App> => {
  loaded ??= openApp(appDir, log);
  return loaded;
};

/** A logger that writes to the given list only. */
export const listLogger = (lines: string[]): Logger =>
  pino({ level: 'debug', base: null, timestamp: false }, { write: (line: string) => void lines.push(line) });

export interface TestHub {
  hub: DurableHub;
  /** The SDK's own client, whose calls arrive at this hub over HTTP. */
  client: DurableClient;
  /** Where the hub's API is served. */
  url: string;
  /** Log lines as JSON. */
  log: string[];
  close: (graceMs?: number) => Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const serve = async (hub: () => DurableHub): Promise<{ url: string; close(): Promise<void> }> => {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const { method = 'GET', headers } = request;
    const path = pathname.replace(/^\/[^/]+\//, '');
    void bodyOf(request)
      .then((body) =>
        hub().handle({ method, path, query: searchParams, headers, body, publicBaseUrl: `${url}/public` }),
      )
      .then((answer) => response.writeHead(answer.status, answer.headers).end(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url, close };
};

type Invoke = DurableHubOptions['invoke'];

const invokerOf = (app: App, log: Logger): Invoke => {
  const running = createRunning({ log, timeoutMs: Number.POSITIVE_INFINITY, slowAfterMs: 30_000 });
  const invoke = createInvoker({
    registry: app.registry,
    log,
    running,
    clientBinding: () => '',
    sendOutputs: () => Promise.resolve(),
  });
  const byName = new Map<string, HostedFunction>(app.functions.map((fn) => [fn.name, fn]));
  return async (name, trigger, metadata, trace = traceContext()) => {
    const fn = byName.get(name);
    if (fn === undefined) throw new Error(`no function ${name}`);
    return (await invoke(fn, { trigger, metadata, trace })).returnValue ?? undefined;
  };
};

/** The client as a function with a `durableClient` input gets it. */
const clientOf = (binding: string): DurableClient => {
  const input = df.input.durableClient();
  const context = new InvocationContext({
    functionName: 'client',
    options: { extraInputs: [input], extraOutputs: [] },
  });
  context.extraInputs.set(input, JSON.parse(binding));
  return df.getClient(context);
};

/** The durable functions of the fixture app. */
export const testFunctions = async (): Promise<DurableFunction[]> => {
  const app = await openFixture(listLogger([]));
  return types.flatMap((type) => functionsOf(app.functions, type).map(({ name }) => ({ name, type })));
};

/** Starts a hub over the fixture app; `functions` and the like can be replaced, and invocations wrapped. */
export const startTestHub = async (
  options: Partial<DurableHubOptions> = {},
  wrap: (invoke: Invoke) => Invoke = (invoke) => invoke,
): Promise<TestHub> => {
  const log: string[] = [];
  const logger = options.log ?? listLogger(log);
  const app = await openFixture(logger);
  let hub: DurableHub | undefined;
  const http = await serve(() => {
    if (hub === undefined) throw new Error('the hub is not running');
    return hub;
  });
  hub = await startDurableHub({
    dataFile: ':memory:',
    hubName: 'Test',
    maxConcurrentActivities: 64,
    maxConcurrentOrchestrators: 64,
    functions: await testFunctions(),
    invoke: wrap(invokerOf(app, logger)),
    log: logger,
    ...options,
  });
  const client = clientOf(
    hub.clientBinding({
      rpcBaseUrl: `${http.url}/rpc/`,
      publicBaseUrl: `${http.url}/public`,
      systemKey: 'key',
    }),
  );
  return {
    hub,
    client,
    url: `${http.url}/rpc`,
    log,
    close: async (graceMs) => {
      await hub.close(graceMs);
      await http.close();
    },
  };
};
