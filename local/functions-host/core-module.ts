/** The module `@azure/functions-core`: it exists only inside a worker, and through it an app registers its functions and hooks. */
import Module from 'node:module';
import type { Logger } from '../log.ts';
import type {
  FunctionCallback,
  FunctionMetadata,
  HookCallback,
  HookName,
  LogCategory,
  LogLevel,
  ProgrammingModel,
} from './core-types.ts';
import { writeLog } from './log-levels.ts';

/** The version of the Functions host whose behaviour this one follows. */
export const hostVersion = '4.1037.0';
const workerVersion = '3.10.0';

export interface RegisteredFunction {
  metadata: FunctionMetadata;
  callback: FunctionCallback;
}

/** Everything that an app has told its worker. */
export interface Registry {
  functions: Map<string, RegisteredFunction>;
  hooks: Record<HookName, HookCallback[]>;
  model: ProgrammingModel | undefined;
  /** Functions are registered only while the app loads. */
  locked: boolean;
  /** One object for the whole app, which every hook sees. */
  appHookData: Record<string, unknown>;
}

export const createRegistry = (): Registry => ({
  functions: new Map(),
  hooks: { appStart: [], appTerminate: [], preInvocation: [], postInvocation: [], log: [] },
  model: undefined,
  locked: false,
  appHookData: {},
});

class Disposable {
  readonly #undo: () => void;
  constructor(undo: () => void) {
    this.#undo = undo;
  }
  dispose(): void {
    this.#undo();
  }
}

const systemError = <E extends Error>(error: E) => Object.assign(error, { isAzureFunctionsSystemError: true });

const registerFunction = (registry: Registry, log: Logger, metadata: FunctionMetadata, callback: FunctionCallback) => {
  const id = metadata.functionId ?? metadata.name;
  if (registry.locked) {
    log.error({ function: metadata.name }, 'registered too late, so it will never run: register while the app loads');
    throw systemError(new Error('A function can only be registered during app startup.'));
  }
  if (registry.functions.has(id)) {
    throw systemError(new Error(`A function with id "${id}" has already been registered.`));
  }
  registry.functions.set(id, { metadata: { ...metadata, functionId: id }, callback });
  return new Disposable(() => {
    if (registry.locked) throw systemError(new Error('A function can only be disposed during app startup.'));
    registry.functions.delete(id);
  });
};

const registerHook = (registry: Registry, name: string, callback: HookCallback) => {
  if (!Object.hasOwn(registry.hooks, name)) throw systemError(new RangeError(`Unrecognized hook "${name}"`));
  const hooks = registry.hooks[name as HookName];
  hooks.push(callback);
  return new Disposable(() => {
    const index = hooks.indexOf(callback);
    if (index >= 0) hooks.splice(index, 1);
  });
};

/** The module's exports, as the Node language worker 3.10 has them. */
export const createCoreModule = (registry: Registry, log: Logger) => ({
  version: workerVersion,
  hostVersion,
  Disposable,
  registerFunction: (metadata: FunctionMetadata, callback: FunctionCallback) =>
    registerFunction(registry, log, metadata, callback),
  registerHook: (name: string, callback: HookCallback) => registerHook(registry, name, callback),
  setProgrammingModel: (model: ProgrammingModel) => {
    registry.model = model;
  },
  getProgrammingModel: () => registry.model,
  log: (level: LogLevel, category: LogCategory, message: string) => writeLog(log, level, { category }, message),
});

/**
 * Makes `require('@azure/functions-core')` answer `core` in the whole process; an `import` of the CommonJS library comes
 * through the same function. Returns how to take it back.
 */
export const serveCoreModule = (core: object): (() => void) => {
  const loader: { require: (id: string) => unknown } = Module.prototype;
  const original = loader.require;
  loader.require = new Proxy(original, {
    apply: (target, self, args) =>
      args[0] === '@azure/functions-core' ? core : Reflect.apply(target, self, args as [string]),
  });
  return () => {
    loader.require = original;
  };
};
