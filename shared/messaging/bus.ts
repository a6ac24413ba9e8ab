/** The connection to Service Bus, opened at the first send: cold starts that send nothing do not load the SDK. */
import type { ServiceBusClient, ServiceBusMessage } from '@azure/service-bus';
import { topicName } from '../contracts/topology.ts';
import { lazy } from '../lifecycle/lazy.ts';
import type { MessagingSettings } from './settings.ts';

export interface Bus {
  /** Sends to a queue or topic; resolves when the broker has accepted all of them. */
  send(entity: string, messages: ServiceBusMessage[]): Promise<void>;
  /** Resolves when the topic can be reached, and rejects when not; the link to it is opened if it is not open. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A broker that is away is reported after seconds, not minutes: whoever sends decides about trying again. */
const retryOptions = { maxRetries: 2, retryDelayInMs: 250, timeoutInMs: 10_000 };

const connect = async (settings: MessagingSettings): Promise<ServiceBusClient> => {
  const { ServiceBusClient } = await import('@azure/service-bus');
  if (settings.ServiceBus) return new ServiceBusClient(settings.ServiceBus, { retryOptions });
  if (!settings.ServiceBus__fullyQualifiedNamespace)
    throw new Error('Neither ServiceBus nor ServiceBus__fullyQualifiedNamespace is set.');
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new ServiceBusClient(settings.ServiceBus__fullyQualifiedNamespace, new DefaultAzureCredential(), {
    retryOptions,
  });
};

/** An entity's sender has a connection of its own: links that share one and are opened again together can block each other. */
const openSender = async (settings: MessagingSettings, entity: string) => {
  const client = await connect(settings);
  const sender = client.createSender(entity);
  return {
    /** A single message goes as it is: those of a batch the SDK serialises twice, to measure and to send them. */
    send: ([first, ...others]: [ServiceBusMessage, ...ServiceBusMessage[]]) =>
      sender.sendMessages(others.length === 0 ? first : [first, ...others]),
    // To know how large a batch may be, the SDK opens its link; nothing is sent.
    ping: () => sender.createMessageBatch(),
    close: () => client.close(),
  };
};

export const openBus = (settings: MessagingSettings): Bus => {
  const senders = new Map<string, () => ReturnType<typeof openSender>>();
  const senderOf = (entity: string) => {
    const sender = senders.get(entity) ?? lazy(() => openSender(settings, entity));
    senders.set(entity, sender);
    return sender();
  };
  return {
    send: async (entity, [first, ...others]) => {
      if (!first) return;
      const sender = await senderOf(entity);
      await sender.send([first, ...others]);
    },
    ping: async () => {
      const sender = await senderOf(topicName);
      await sender.ping();
    },
    close: async () => {
      for (const sender of senders.values()) await (await sender()).close();
    },
  };
};
