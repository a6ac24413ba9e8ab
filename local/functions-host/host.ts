/** The functions host: loads one compiled app into this process and runs its functions. */

import { resolve } from 'node:path';
import process from 'node:process';
import type { Logger } from '../log.ts';
import { createAdmin } from './admin.ts';
import { loadApp } from './app-loader.ts';
import { createCoreModule, createRegistry, type Registry, serveCoreModule } from './core-module.ts';
import { type DurableParts, startDurable } from './durable-glue.ts';
import { HostError } from './errors.ts';
import { type HostedFunction, indexFunctions } from './functions.ts';
import { type HostJson, readHostJson } from './host-json.ts';
import { defaultBodyLimit } from './http/body.ts';
import { createHttpFunctions } from './http/http-functions.ts';
import { openKeys } from './http/keys.ts';
import { createListener } from './http/listener.ts';
import { type HttpServer, listen } from './http/server.ts';
import { createInvoker } from './invocation.ts';
import { createRunning } from './running.ts';
import { applySettings, readLocalSettings } from './settings.ts';

export interface HostOptions {
  /** Folder with host.json, package.json and the compiled files that its `main` names. */
  appDir: string;
  /** 0 takes a free port; default: `Host.LocalHttpPort` of local.settings.json, else 7071. */
  port?: number;
  /** Folder for the state of timers and orchestrations, and for the keys; without it nothing is kept. */
  dataDir?: string;
  /** Folder of the key files, so that several apps share them; default: the data folder. */
  keysDir?: string;
  /** How long running invocations may take to finish when the host closes. Default 10 s. */
  graceMs?: number;
  log: Logger;
}

export interface FunctionsHost {
  port: number;
  /** Stops taking work, lets running invocations finish, runs the appTerminate hooks. */
  close(): Promise<void>;
}

const runAppHooks = async (registry: Registry, name: 'appStart' | 'appTerminate', hookData: object, appDir: string) => {
  for (const hook of registry.hooks[name]) {
    await hook({ hookData, appHookData: registry.appHookData, functionAppDirectory: appDir });
  }
};

const capabilities = [
  'RawHttpBodyBytes',
  'RpcHttpTriggerMetadataRemoved',
  'RpcHttpBodyOnly',
  'IgnoreEmptyValuedRpcHttpHeaders',
  'UseNullableValueDictionaryForHttp',
  'WorkerStatus',
  'TypedDataCollection',
  'HandlesWorkerTerminateMessage',
];

/** Asks the library what it can do, which also closes `app.setup`. */
const lockSetup = async (registry: Registry): Promise<void> => {
  const answered = await registry.model?.getCapabilities?.(
    Object.fromEntries(capabilities.map((name) => [name, 'true'])),
  );
  registry.locked = true;
  if (answered?.HttpUri !== undefined) {
    throw new HostError('app.setup({ enableHttpStream: true }) is not supported yet; leave it out');
  }
};

/** Loads the app between its registration and its `appStart` hooks. */
const startApp = async (
  options: HostOptions,
  hookData: object,
): Promise<{ registry: Registry; functions: HostedFunction[] }> => {
  const registry = createRegistry();
  serveCoreModule(createCoreModule(registry, options.log));
  await loadApp(options.appDir);
  await runAppHooks(registry, 'appStart', hookData, options.appDir);
  await lockSetup(registry);
  const functions = indexFunctions(registry);
  if (functions.length === 0) options.log.warn('the app has registered no functions');
  return { registry, functions };
};

const bodyLimit = (): number => {
  const text = process.env.FUNCTIONS_REQUEST_BODY_SIZE_LIMIT;
  const limit = Number(text ?? defaultBodyLimit);
  if (Number.isSafeInteger(limit) && limit > 0) return limit;
  throw new HostError(`FUNCTIONS_REQUEST_BODY_SIZE_LIMIT is "${text}"; it must be a number of bytes`);
};

const runHost = async (options: HostOptions, hostJson: HostJson, server: HttpServer): Promise<FunctionsHost> => {
  const { appDir, dataDir, log, graceMs = 10_000 } = options;
  const hookData = {};
  const { registry, functions } = await startApp(options, hookData);
  const keys = await openKeys(options.keysDir ?? dataDir);
  const { routePrefix } = hostJson.extensions.http;
  const running = createRunning({ log, timeoutMs: hostJson.functionTimeout, slowAfterMs: 30_000 });
  let durable: DurableParts | undefined;
  let draining = false;

  const invoke = createInvoker({
    registry,
    log,
    running,
    clientBinding: () => durable?.clientBinding() ?? '',
    sendOutputs: () => Promise.resolve(),
  });
  const limit = bodyLimit();
  const { port } = server;
  durable = await startDurable({ functions, hostJson, dataDir, port, keys, bodyLimit: limit, invoke, log });
  const handlers = {
    functions: createHttpFunctions(functions, { routePrefix, keys, bodyLimit: limit, invoke, log }),
    durable: durable.handle,
    admin: createAdmin({
      functions,
      keys,
      routePrefix,
      baseUrl: `http://localhost:${port}`,
      runByHand: () => undefined,
      log,
    }),
  };
  server.serve(createListener({ ...handlers, draining: () => draining, log }));

  const close = async () => {
    draining = true;
    const left = await running.idle(graceMs);
    if (left.length > 0) log.warn(`still running after ${graceMs / 1000} s, left behind: ${left.join(', ')}`);
    await durable.close(graceMs);
    await runAppHooks(registry, 'appTerminate', hookData, appDir);
    running.close();
    await server.close();
  };
  return { port, close };
};

/**
 * Starts the host and the app in this process; one app per process, because the app gets its settings as environment
 * variables and its folder as working directory. Rejects with a HostError when the app or its settings must be mended.
 */
export const startHost = async (options: HostOptions): Promise<FunctionsHost> => {
  const appDir = resolve(options.appDir);
  const hostJson = await readHostJson(appDir);
  const settings = await readLocalSettings(appDir);
  applySettings(settings, appDir);
  process.chdir(appDir);
  const server = await listen(options.port ?? settings.Host.LocalHttpPort ?? 7071);
  process.env.WEBSITE_HOSTNAME = `localhost:${server.port}`;
  try {
    return await runHost({ ...options, appDir }, hostJson, server);
  } catch (error) {
    await server.close();
    throw error;
  }
};
