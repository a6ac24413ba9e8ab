/** One invocation of one function: arguments, hooks, handler, hooks, response, output bindings, in the worker's order. */
import { randomUUID } from 'node:crypto';
import type { Logger } from '../log.ts';
import type { Registry } from './core-module.ts';
import type { CoreInvocationContext, InvocationModel, LogCategory, LogLevel } from './core-types.ts';
import { HostError, toError } from './errors.ts';
import type { HostedFunction } from './functions.ts';
import { runHooked } from './hooked.ts';
import { writeLog } from './log-levels.ts';
import type { RpcInvocationRequest, RpcInvocationResponse, RpcTraceContext, RpcTypedData } from './rpc.ts';
import type { Running, RunningStream } from './running.ts';

/** What a trigger hands over. */
export interface Call {
  trigger: RpcTypedData;
  metadata?: Record<string, RpcTypedData>;
  trace: RpcTraceContext;
  retry?: NonNullable<RpcInvocationRequest['retryContext']>;
  stream?: StreamedCall;
}

/** A request that the library takes and answers itself, over its own HTTP server. */
export interface StreamedCall extends RunningStream {
  /** By this id the library knows which request belongs to the invocation. */
  invocationId: string;
  /** Resolves when the request is over, after which the invocation would wait for it in vain. */
  over: Promise<void>;
  /** Called when the library has written the whole answer; what fails after that no longer concerns the caller. */
  onAnswered: () => void;
}

/** Runs a function once; rejects with what the function (or a hook, or an output binding) threw, message unchanged. */
export type Invoke = (fn: HostedFunction, call: Call) => Promise<RpcInvocationResponse>;

export interface InvokerOptions {
  registry: Registry;
  log: Logger;
  running: Running;
  /** The value of a `durableClient` input. */
  clientBinding(): string;
  /** Sends what the function put into its output bindings. */
  sendOutputs(fn: HostedFunction, response: RpcInvocationResponse, trace: RpcTraceContext): Promise<void>;
}

const noMetadata: Record<string, RpcTypedData> = {};

const requestFor = (fn: HostedFunction, call: Call, options: InvokerOptions): RpcInvocationRequest => {
  const inputData = [{ name: fn.trigger.key, data: call.trigger }];
  for (const name of fn.clients) inputData.push({ name, data: { string: options.clientBinding() } });
  return {
    invocationId: call.stream?.invocationId ?? randomUUID(),
    functionId: fn.metadata.functionId ?? fn.name,
    inputData,
    triggerMetadata: call.metadata ?? noMetadata,
    traceContext: call.trace,
    ...(call.retry && { retryContext: call.retry }),
  };
};

const logHooks = (
  { registry }: InvokerOptions,
  context: unknown,
  level: LogLevel,
  category: LogCategory,
  message: string,
) => {
  if (registry.hooks.log.length === 0) return { level, message };
  const line = {
    level,
    message,
    category,
    invocationContext: context,
    hookData: {},
    appHookData: registry.appHookData,
  };
  for (const hook of registry.hooks.log) hook(line);
  return line;
};

/** Under streaming the library waits for the request itself, without end. */
const argumentsOf = async (model: InvocationModel, { over }: StreamedCall) => {
  const given = await Promise.race([model.getArguments(), over]);
  if (!given) throw new HostError('The request was gone before the function could take it');
  return given;
};

const run = async (
  fn: HostedFunction,
  request: RpcInvocationRequest,
  options: InvokerOptions,
  stream: StreamedCall | undefined,
): Promise<RpcInvocationResponse> => {
  const { registry, log } = options;
  let known: unknown;
  const core: CoreInvocationContext = {
    invocationId: request.invocationId,
    request,
    metadata: fn.metadata,
    state: undefined,
    log: (level, category, message) => {
      const line = logHooks(options, known, level, category, message);
      writeLog(log, line.level, { function: fn.name, invocationId: request.invocationId }, line.message);
    },
  };
  if (registry.model === undefined) throw new Error('The app has set no programming model');
  const model = await registry.model.getInvocationModel(core);
  const { context, inputs } = await (stream ? argumentsOf(model, stream) : model.getArguments());
  known = context;
  const result = await runHooked(registry, core, { model, context, inputs, callback: fn.callback });
  const response = await model.getResponse(context, result);
  stream?.onAnswered();
  if (fn.outputs.length > 0) await options.sendOutputs(fn, response, request.traceContext);
  return response;
};

/** Orchestrators report through the durable engine, which knows a failure from an episode that only waits. */
const logFailure = (log: Logger, fn: HostedFunction, invocationId: string, error: Error) => {
  const level = fn.triggerType === 'orchestrationTrigger' ? 'debug' : 'error';
  log[level]({ function: fn.name, invocationId, err: error }, `failed: ${error.message}`);
};

export const createInvoker = (options: InvokerOptions): Invoke => {
  const { log, running } = options;
  return async (fn, call) => {
    const request = requestFor(fn, call, options);
    const { invocationId } = request;
    const debug = log.isLevelEnabled('debug');
    if (debug) log.debug({ function: fn.name, invocationId }, 'started');
    const durable = fn.triggerType === 'orchestrationTrigger' || fn.triggerType === 'activityTrigger';
    try {
      const response = await running.track(
        { name: fn.name, invocationId, durable, stream: call.stream },
        run(fn, request, options, call.stream),
      );
      if (debug) log.debug({ function: fn.name, invocationId }, 'succeeded');
      return response;
    } catch (thrown) {
      const error = toError(thrown);
      logFailure(log, fn, invocationId, error);
      throw error;
    }
  };
};
