/** Ties the durable engine to the host: when it is started, how it runs functions, and the HTTP routes that lead to it. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Logger } from '../log.ts';
import type { DurableFunction, DurableHub } from './durable/port.ts';
import { functionsOf, type HostedFunction } from './functions.ts';
import type { HostJson } from './host-json.ts';
import { takeBody } from './http/body.ts';
import { hasKey, type Keys, keyOf } from './http/keys.ts';
import type { Handler } from './http/listener.ts';
import { parseTarget } from './http/request.ts';
import { answer } from './http/response.ts';
import type { Invoke } from './invocation.ts';
import { traceContext } from './trace-context.ts';

export interface DurableOptions {
  functions: readonly HostedFunction[];
  hostJson: HostJson;
  dataDir: string | undefined;
  port: number;
  keys: Keys;
  bodyLimit: number;
  invoke: Invoke;
  log: Logger;
}

export interface DurableParts {
  /** Value of a `durableClient` input. */
  clientBinding(): string;
  /** Answers a request under one of the durable prefixes; false when it is not for the engine. */
  handle: Handler;
  close(graceMs?: number): Promise<void>;
}

const durableTypes = ['orchestrationTrigger', 'activityTrigger'] as const;

const durableFunctions = (functions: readonly HostedFunction[]) =>
  durableTypes.flatMap((type) => functionsOf(functions, type).map((fn) => ({ fn, type })));

const startHub = async (options: DurableOptions): Promise<DurableHub> => {
  const { startDurableHub } = await import('./durable/hub.ts');
  const { hubName, defaultVersion, ...limits } = options.hostJson.extensions.durableTask;
  const functions = durableFunctions(options.functions);
  const byName = new Map(functions.map(({ fn }) => [fn.name.toLowerCase(), fn]));
  return startDurableHub({
    dataFile: options.dataDir === undefined ? ':memory:' : join(options.dataDir, 'durable.db'),
    hubName,
    ...(defaultVersion !== undefined && { defaultVersion }),
    maxConcurrentActivities: limits.maxConcurrentActivityFunctions,
    maxConcurrentOrchestrators: limits.maxConcurrentOrchestratorFunctions,
    functions: functions.map(({ fn, type }): DurableFunction => ({ name: fn.name, type })),
    invoke: async (name, trigger, metadata, trace = traceContext()) => {
      const fn = byName.get(name.toLowerCase());
      if (fn === undefined) throw new Error(`There is no durable function "${name}"`);
      return (await options.invoke(fn, { trigger, metadata, trace })).returnValue ?? undefined;
    },
    log: options.log,
  });
};

const without: DurableParts = {
  clientBinding: () => {
    throw new Error('The durable engine is not running');
  },
  handle: () => Promise.resolve(false),
  close: () => Promise.resolve(),
};

/**
 * Starts the engine if the app has durable functions or clients. Its API stands twice: for the SDK under an unguessable path
 * (which needs no key), and under `/runtime/webhooks/durabletask/` for whoever has the master or the system key.
 */
export const startDurable = async (options: DurableOptions): Promise<DurableParts> => {
  const clients = options.functions.some((fn) => !fn.disabled && fn.clients.length > 0);
  if (!clients && durableFunctions(options.functions).length === 0) return without;
  const hub = await startHub(options);
  const rpcPrefix = `/durabletask/${randomBytes(24).toString('base64url')}/`;
  const publicPrefix = '/runtime/webhooks/durabletask/';
  const publicBaseUrl = `http://localhost:${options.port}/runtime/webhooks/durabletask`;
  const binding = hub.clientBinding({
    rpcBaseUrl: `http://127.0.0.1:${options.port}${rpcPrefix}`,
    publicBaseUrl,
    systemKey: options.keys['system-key'],
  });

  const forward = async (
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    query = new URLSearchParams(),
  ) => {
    const body = await takeBody(request, response, options.bodyLimit);
    if (body === undefined) return;
    const { method = 'GET', headers } = request;
    const outcome = await hub.handle({ method, path, query, headers, body, publicBaseUrl });
    response.writeHead(outcome.status, outcome.headers).end(outcome.body);
  };

  return {
    clientBinding: () => binding,
    close: (graceMs) => hub.close(graceMs),
    handle: async (request, response) => {
      const { path, query } = parseTarget(request.url ?? '/');
      if (path.startsWith(rpcPrefix)) {
        await forward(request, response, path.slice(rpcPrefix.length), query);
        return true;
      }
      if (!path.startsWith(publicPrefix)) return false;
      const allowed = hasKey(keyOf(request, query), [options.keys['master-key'], options.keys['system-key']]);
      if (allowed) await forward(request, response, path.slice(publicPrefix.length), query);
      else answer(response, 401);
      return true;
    },
  };
};
