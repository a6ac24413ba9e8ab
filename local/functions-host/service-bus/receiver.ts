/** Receives the messages of one function: peek-lock, one invocation per message, completed when it succeeds, abandoned when it throws. */
import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import type { Logger } from '../../log.ts';
import { toError } from '../errors.ts';
import type { HostedFunction } from '../functions.ts';
import type { HostJson } from '../host-json.ts';
import type { Call, Invoke } from '../invocation.ts';
import { traceContext } from '../trace-context.ts';
import { createAvailability } from './availability.ts';
import { type Delivery, keepLink } from './link.ts';
import { keepLocked } from './lock-renewal.ts';
import { createSlots } from './slots.ts';
import type { Source } from './source.ts';
import { bodyBytes, messageMetadata } from './trigger-data.ts';

export interface ReceiverOptions {
  hostJson: HostJson;
  invoke: Invoke;
  log: Logger;
}

const callFor = (message: ServiceBusReceivedMessage, binary: boolean): Call => {
  const bytes = bodyBytes(message.body);
  const body = bytes.toString('utf8');
  const properties = message.applicationProperties ?? {};
  return {
    trigger: binary ? { bytes } : { string: body },
    metadata: messageMetadata(message, binary ? '' : body),
    trace: traceContext(properties['Diagnostic-Id'] ?? properties.traceparent, properties.tracestate),
  };
};

/** Runs the function for one message and settles it. Never throws: what cannot be settled comes back when its lock ends. */
const createHandler = (fn: HostedFunction, source: Source, { invoke, log }: ReceiverOptions) => {
  const settle = async ({ message, receiver, isLive }: Delivery, succeeded: boolean) => {
    try {
      if (!isLive()) throw new Error('the connection over which it came was lost');
      if (!succeeded) await receiver.abandonMessage(message);
      else if (source.autoComplete) await receiver.completeMessage(message);
    } catch (error) {
      const fields = { function: fn.name, messageId: message.messageId };
      log.warn(fields, `could not settle the message, so it comes again: ${toError(error).message}`);
    }
  };
  return async (delivery: Delivery): Promise<void> => {
    const succeeded = await invoke(fn, callFor(delivery.message, source.binary)).then(
      () => true,
      () => false,
    );
    await settle(delivery, succeeded);
  };
};

/** Starts receiving; a broker that is away is tried again until it is there. `stop` resolves when running handlers have settled. */
export const startReceiver = async (fn: HostedFunction, source: Source, options: ReceiverOptions) => {
  const { maxConcurrentCalls, prefetchCount, maxAutoLockRenewalDuration } = options.hostJson.extensions.serviceBus;
  const { log } = options;
  const handle = createHandler(fn, source, options);
  const availability = createAvailability(log, source.entity.join('/'));
  const slots = createSlots(maxConcurrentCalls);
  const handling = new Set<Promise<void>>();
  let stopped = false;

  const onLockLost = (error: unknown) =>
    log.warn({ function: fn.name }, `lost the lock of a message, so it comes again: ${toError(error).message}`);

  /** Messages wait for their turn under a lock; those that still wait when host or link stops go back unsettled. */
  const takeTurn = async (delivery: Delivery): Promise<void> => {
    const lock = keepLocked(delivery, { maxMs: maxAutoLockRenewalDuration, onLost: onLockLost });
    await slots.take();
    try {
      if (!stopped && delivery.isLive()) await handle(delivery);
    } finally {
      lock.stop();
      slots.give();
    }
  };

  const link = await keepLink({
    source,
    credit: maxConcurrentCalls + prefetchCount,
    onMessage: (delivery) => {
      const work = takeTurn(delivery).finally(() => handling.delete(work));
      handling.add(work);
      return work;
    },
    onLost: availability.lost,
    onBack: availability.back,
  });

  return {
    stop: async () => {
      stopped = true;
      await link.stop();
      await Promise.all(handling);
      await link.close();
    },
  };
};
