/** Receives the messages of one function: peek-lock, one invocation per message, completed when it succeeds, abandoned when it throws. */
import type {
  ProcessErrorArgs,
  ServiceBusClient,
  ServiceBusReceivedMessage,
  ServiceBusReceiver,
} from '@azure/service-bus';
import type { Logger } from '../../log.ts';
import { triggers } from '../bindings.ts';
import { toError } from '../errors.ts';
import type { HostedFunction } from '../functions.ts';
import type { HostJson } from '../host-json.ts';
import type { Invoke } from '../invocation.ts';
import { resolveSettings } from '../settings.ts';
import { traceContext } from '../trace-context.ts';
import { createAvailability } from './availability.ts';
import { type Clients, resolveConnection } from './connection.ts';
import { keepLocked } from './lock-renewal.ts';
import { createSlots } from './slots.ts';
import { bodyBytes, messageMetadata } from './trigger-data.ts';

export interface ReceiverOptions {
  hostJson: HostJson;
  clients: Clients;
  invoke: Invoke;
  log: Logger;
}

/** Where a function's messages come from. */
export interface Source {
  connection: string;
  /** One name for a queue, topic and subscription for a subscription. */
  entity: [string] | [string, string];
  binary: boolean;
  autoComplete: boolean;
}

/** Reads a trigger's options; a HostError names a missing setting. */
export const sourceOf = (fn: HostedFunction, hostJson: HostJson): Source => {
  const options = triggers.serviceBusTrigger.parse(fn.trigger.binding);
  const resolve = (text = '') => resolveSettings(text, `function "${fn.name}"`);
  resolveConnection(options.connection);
  return {
    connection: options.connection,
    entity:
      options.queueName === undefined
        ? [resolve(options.topicName), resolve(options.subscriptionName)]
        : [resolve(options.queueName)],
    binary: options.dataType === 'binary',
    autoComplete: options.autoCompleteMessages ?? hostJson.extensions.serviceBus.autoCompleteMessages,
  };
};

/** The call for a message. */
export const callFor = (message: ServiceBusReceivedMessage, binary: boolean) => {
  const bytes = bodyBytes(message.body);
  const body = bytes.toString('utf8');
  const properties = message.applicationProperties ?? {};
  return {
    trigger: binary ? { bytes } : { string: body },
    metadata: messageMetadata(message, binary ? '' : body),
    trace: traceContext(properties['Diagnostic-Id'] ?? properties.traceparent, properties.tracestate),
  };
};

/** Lock renewal is our own, and bodies are handed on as they are. */
const receiverOptions = {
  receiveMode: 'peekLock',
  maxAutoLockRenewalDurationInMs: 0,
  skipParsingBodyAsJson: true,
} as const;

const createReceiver = (client: ServiceBusClient, [name, subscription]: Source['entity']): ServiceBusReceiver =>
  subscription === undefined
    ? client.createReceiver(name, receiverOptions)
    : client.createReceiver(name, subscription, receiverOptions);

/** Runs the function for one message and settles it. Never throws: what cannot be settled comes back when its lock ends. */
const createHandler = (
  fn: HostedFunction,
  receiver: ServiceBusReceiver,
  source: Source,
  { invoke, log }: ReceiverOptions,
) => {
  const settle = async (message: ServiceBusReceivedMessage, succeeded: boolean) => {
    try {
      if (!succeeded) await receiver.abandonMessage(message);
      else if (source.autoComplete) await receiver.completeMessage(message);
    } catch (error) {
      const fields = { function: fn.name, messageId: message.messageId };
      log.warn(fields, `could not settle the message, so it comes again: ${toError(error).message}`);
    }
  };
  return async (message: ServiceBusReceivedMessage): Promise<void> => {
    const succeeded = await invoke(fn, callFor(message, source.binary)).then(
      () => true,
      () => false,
    );
    await settle(message, succeeded);
  };
};

/** Starts receiving; a broker that is away is tried again until it is there. `stop` resolves when running handlers have settled. */
export const startReceiver = async (fn: HostedFunction, source: Source, options: ReceiverOptions) => {
  const { maxConcurrentCalls, prefetchCount, maxAutoLockRenewalDuration } = options.hostJson.extensions.serviceBus;
  const { log } = options;
  const receiver = createReceiver(await options.clients.get(source.connection), source.entity);
  const handle = createHandler(fn, receiver, source, options);
  const availability = createAvailability(log, source.entity.join('/'));
  const slots = createSlots(maxConcurrentCalls);
  const handling = new Set<Promise<void>>();
  const abort = new AbortController();

  const onLost = (error: unknown) =>
    log.warn({ function: fn.name }, `lost the lock of a message, so it comes again: ${toError(error).message}`);

  const process = async (message: ServiceBusReceivedMessage): Promise<void> => {
    const lock = keepLocked(receiver, message, { maxMs: maxAutoLockRenewalDuration, onLost });
    await slots.take();
    try {
      if (!abort.signal.aborted) await handle(message);
    } finally {
      lock.stop();
      slots.give();
    }
  };

  const handlers = {
    processMessage: (message: ServiceBusReceivedMessage) => {
      availability.back();
      const work = process(message).finally(() => handling.delete(work));
      handling.add(work);
      return work;
    },
    processError: async ({ error }: ProcessErrorArgs) => {
      if (!abort.signal.aborted) availability.lost(error);
    },
    /** Called by the SDK (7.x) whenever its link is up again; without it a quiet queue would seem lost for ever. */
    postInitialize: async () => availability.back(),
  };
  const subscription = receiver.subscribe(handlers, {
    autoCompleteMessages: false,
    maxConcurrentCalls: maxConcurrentCalls + prefetchCount,
    abortSignal: abort.signal,
  });

  return {
    stop: async () => {
      abort.abort();
      await subscription.close();
      await Promise.all(handling);
      await receiver.close();
    },
  };
};
