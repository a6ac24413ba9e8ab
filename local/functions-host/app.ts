/** A Function App in this process: loaded, its hooks run, its functions indexed. */
import type { Logger } from '../log.ts';
import { loadApp } from './app-loader.ts';
import { createCoreModule, createRegistry, type Registry, serveCoreModule } from './core-module.ts';
import { HostError } from './errors.ts';
import { type HostedFunction, indexFunctions } from './functions.ts';

export interface App {
  registry: Registry;
  functions: readonly HostedFunction[];
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

/** Asks the library what it can do, which also closes `app.setup`; from here on nothing can be registered. */
const lockSetup = async (registry: Registry): Promise<void> => {
  const wanted = await registry.model?.getCapabilities?.({ ...capabilities });
  registry.locked = true;
  if (wanted?.HttpUri !== undefined) {
    throw new HostError('app.setup({ enableHttpStream: true }) is not supported yet; leave it out');
  }
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
  await lockSetup(registry);
  const functions = indexFunctions(registry);
  for (const { name, metadata, triggerType } of functions) {
    if (metadata.retryOptions !== undefined && triggerType !== 'timerTrigger') {
      log.warn({ function: name }, `"retry" has no effect on a ${triggerType}, neither here nor in Azure`);
    }
  }
  if (functions.length === 0) log.warn('the app has registered no functions');
  return { registry, functions, terminate: () => runHooks('appTerminate') };
};
