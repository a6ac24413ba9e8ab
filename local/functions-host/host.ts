/** The functions host: loads one compiled app into this process, starts its triggers, and stops them in good order. */
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../log.ts';
import { createAdmin } from './admin.ts';
import { type App, openApp } from './app.ts';
import { type DurableParts, startDurable } from './durable-glue.ts';
import { HostError } from './errors.ts';
import { type HostJson, readHostJson } from './host-json.ts';
import { defaultBodyLimit } from './http/body.ts';
import { createForwarder } from './http/forward.ts';
import { createHttpFunctions } from './http/http-functions.ts';
import { type Keys, openKeys } from './http/keys.ts';
import { createListener } from './http/listener.ts';
import { type HttpServer, listen } from './http/server.ts';
import { createInvoker } from './invocation.ts';
import { createRunByHand } from './run-by-hand.ts';
import { createRunning, type Running } from './running.ts';
import { checkOutputs, createOutputs } from './service-bus/outputs.ts';
import { startServiceBusTriggers } from './service-bus/triggers.ts';
import { applySettings, readLocalSettings } from './settings.ts';
import { startTimers } from './timer/timers.ts';

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
  /** An invocation that has not answered for so long is reported. Default 30 s. */
  slowAfterMs?: number;
  log: Logger;
}

export interface FunctionsHost {
  port: number;
  /** Stops taking work, lets running invocations finish, runs the appTerminate hooks. */
  close(): Promise<void>;
}

const bodyLimit = (): number => {
  const text = process.env.FUNCTIONS_REQUEST_BODY_SIZE_LIMIT;
  const limit = Number(text ?? defaultBodyLimit);
  if (Number.isSafeInteger(limit) && limit > 0) return limit;
  throw new HostError(`FUNCTIONS_REQUEST_BODY_SIZE_LIMIT is "${text}"; it must be a number of bytes`);
};

/** Waits for the invocations that run, then for their triggers to settle what they brought. */
const drain = async (stopping: Promise<unknown>, running: Running, { graceMs = 10_000, log }: HostOptions) => {
  const left = await running.idle(graceMs);
  if (left.length > 0) log.warn(`still running after ${graceMs / 1000} s, left behind: ${left.join(', ')}`);
  await Promise.race([stopping, sleep(left.length > 0 ? 0 : graceMs, undefined, { ref: false })]);
};

/** The keys in their folder; without one they are shown, since nobody could read them elsewhere. */
const openHostKeys = async ({ dataDir, keysDir = dataDir, log }: HostOptions): Promise<Keys> => {
  const keys = await openKeys(keysDir);
  const shown = `function ${keys['function-key']}, master ${keys['master-key']}`;
  if (keysDir === undefined) log.info(`keys of this run: ${shown} (--keys DIR keeps them)`);
  return keys;
};

/** What runs the app's functions, whoever triggers them. `durable` is filled in as soon as its engine runs. */
const createRuntime = (options: HostOptions, hostJson: HostJson, app: App) => {
  const { log, slowAfterMs = 30_000 } = options;
  const outputs = createOutputs();
  const running = createRunning({ log, timeoutMs: hostJson.functionTimeout, slowAfterMs });
  const late: { durable?: DurableParts } = {};
  const invoke = createInvoker({
    registry: app.registry,
    log,
    running,
    clientBinding: () => late.durable?.clientBinding() ?? '',
    sendOutputs: outputs.send,
  });
  return { outputs, running, late, invoke };
};

/** Starts what triggers the functions; requests are answered as soon as everything stands that they may need. */
const startParts = async (options: HostOptions, hostJson: HostJson, app: App, server: HttpServer) => {
  const { dataDir, log } = options;
  const { functions } = app;
  const { routePrefix } = hostJson.extensions.http;
  if (dataDir !== undefined) await mkdir(dataDir, { recursive: true });
  const keys = await openHostKeys(options);
  const { outputs, running, late, invoke } = createRuntime(options, hostJson, app);
  const limit = bodyLimit();
  const forwarder = app.streaming && createForwarder({ ...app.streaming, bodyLimit: limit });
  const http = { routePrefix, keys, bodyLimit: limit, invoke, log, forwarder };
  const answerFunctions = createHttpFunctions(functions, http);
  checkOutputs(functions);
  const durable = await startDurable({ ...http, functions, hostJson, dataDir, port: server.port });
  late.durable = durable;
  const baseUrl = `http://localhost:${server.port}`;
  const admin = createAdmin({ functions, keys, routePrefix, baseUrl, runByHand: createRunByHand(invoke), log });
  let draining = false;
  const handlers = { functions: answerFunctions, durable: durable.handle, admin, draining: () => draining };
  server.serve(createListener({ ...handlers, log }));
  const triggers = [
    await startServiceBusTriggers(functions, { hostJson, invoke, log }),
    startTimers(functions, { dataDir, invoke, log }),
  ];
  return {
    close: async () => {
      draining = true;
      log.info('stopping');
      forwarder?.endEventStreams();
      await drain(Promise.all(triggers.map((trigger) => trigger.stop())), running, options);
      await forwarder?.close();
      await durable.close(options.graceMs);
      await Promise.race([outputs.close(), sleep(2_000, undefined, { ref: false })]);
      await app.terminate();
      running.close();
      app.streaming?.close();
      await server.close();
    },
  };
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
    const app = await openApp(appDir, options.log);
    const { close } = await startParts(options, hostJson, app, server);
    return { port: server.port, close };
  } catch (error) {
    await server.close();
    throw error;
  }
};
