/** Where the messages of a function come from. */
import type { ServiceBusClient, ServiceBusReceiver } from '@azure/service-bus';
import { triggers } from '../bindings.ts';
import type { HostedFunction } from '../functions.ts';
import type { HostJson } from '../host-json.ts';
import { resolveSettings } from '../settings.ts';
import { resolveConnection } from './connection.ts';

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

/** Lock renewal is our own, and bodies are handed on as they are. */
const receiverOptions = {
  receiveMode: 'peekLock',
  maxAutoLockRenewalDurationInMs: 0,
  skipParsingBodyAsJson: true,
} as const;

export const createReceiver = (client: ServiceBusClient, [name, subscription]: Source['entity']): ServiceBusReceiver =>
  subscription === undefined
    ? client.createReceiver(name, receiverOptions)
    : client.createReceiver(name, subscription, receiverOptions);
