/** The connection to Service Bus, opened at the first send: cold starts that send nothing do not load the SDK. */
import type { ServiceBusClient, ServiceBusMessage } from '@azure/service-bus';
import type { MessagingSettings } from './settings.ts';

export interface Bus {
  /** Sends to a queue or topic; resolves when the broker has accepted all of them. */
  send(entity: string, messages: ServiceBusMessage[]): Promise<void>;
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

export const openBus = (settings: MessagingSettings): Bus => {
  let connected: Promise<ServiceBusClient> | undefined;
  const senders = new Map<string, ReturnType<ServiceBusClient['createSender']>>();

  const senderOf = async (entity: string) => {
    connected ??= connect(settings);
    const client = await connected.catch((error: unknown) => {
      connected = undefined;
      throw error;
    });
    const sender = senders.get(entity) ?? client.createSender(entity);
    senders.set(entity, sender);
    return sender;
  };

  return {
    send: async (entity, messages) => {
      const [first, ...others] = messages;
      if (!first) return;
      const sender = await senderOf(entity);
      await sender.sendMessages(others.length === 0 ? first : messages);
    },
    close: async () => {
      if (connected) await (await connected).close();
    },
  };
};
