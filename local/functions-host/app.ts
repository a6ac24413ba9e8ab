/** A Function App in this process: loaded, its hooks run, its functions indexed. */
import type { Logger } from '../log.ts';
import { loadApp } from './app-loader.ts';
import { createCoreModule, createRegistry, type Registry, serveCoreModule } from './core-module.ts';
import { type HostedFunction, indexFunctions } from './functions.ts';
import { addressOf, onLoopback } from './http/library-server.ts';

/** The HTTP server that the library runs inside an app with HTTP streaming. */
export interface Streaming {
  host: string;
  port: number;
  close: () => void;
}

export interface App {
  registry: Registry;
  functions: readonly HostedFunction[];
  /** Where the library takes requests itself, if the app has enabled HTTP streaming. */
  streaming: Streaming | undefined;
  /** Runs the appTerminate hooks. */
  terminate(): Promise<void>;
}

/** What the Node worker tells the library; the library adds what it wants from the host. */
const capabilities = {
  RawHttpBodyBytes: 'true',
  RpcHttpTriggerMetadataRemoved: 'true',
  RpcHttpBodyOnly: 'true',
  IgnoreEmptyValuedRpcHttpHeaders: 'true',
  UseNullableValueDictionaryForHttp: 'true',
  WorkerStatus: 'true',
  TypedDataCollection: 'true',
  HandlesWorkerTerminateMessage: 'true',
};

/**
 * Asks the library what it can do, which also closes `app.setup`; from here on nothing can be registered. With
 * `app.setup({ enableHttpStream: true })` the library starts a server and answers with its address.
 */
const lockSetup = async (registry: Registry): Promise<Streaming | undefined> => {
  const { result: wanted, close } = await onLoopback(async () =>
    registry.model?.getCapabilities?.({ ...capabilities }),
  );
  registry.locked = true;
  return wanted?.HttpUri === undefined ? undefined : { ...addressOf(wanted.HttpUri), close };
};

/** Loads the app and runs its appStart hooks. Rejects with a HostError if it throws or needs what is not supported. */
export const openApp = async (appDir: string, log: Logger): Promise<App> => {
  const registry = createRegistry();
  const hookData = {};
  const runHooks = async (name: 'appStart' | 'appTerminate') => {
    for (const hook of registry.hooks[name]) {
      await hook({ hookData, appHookData: registry.appHookData, functionAppDirectory: appDir });
    }
  };
  serveCoreModule(createCoreModule(registry, log));
  await loadApp(appDir);
  await runHooks('appStart');
  const streaming = await lockSetup(registry);
  const functions = indexFunctions(registry);
  for (const { name, metadata, triggerType } of functions) {
    if (metadata.retryOptions !== undefined && triggerType !== 'timerTrigger') {
      log.warn({ function: name }, `"retry" has no effect on a ${triggerType}, neither here nor in Azure`);
    }
  }
  if (functions.length === 0) log.warn('the app has registered no functions');
  return { registry, functions, streaming, terminate: () => runHooks('appTerminate') };
};
