/** Service Bus clients by the `connection` of a binding: one AMQP connection per setting, shared by all its functions. */
import type { ServiceBusClient } from '@azure/service-bus';
import { HostError } from '../errors.ts';

/** The settings that a `connection` may name, in the order in which the Functions host looks. */
const connectionStrings = (name: string) => [`AzureWebJobs${name}`, name, `ConnectionStrings:${name}`];

export type Connection = { connectionString: string } | { namespace: string };

/** Finds the connection string or the namespace of a connection; a HostError names the settings that are missing. */
export const resolveConnection = (name: string): Connection => {
  const connectionString = connectionStrings(name)
    .map((setting) => process.env[setting])
    .find((value) => value !== undefined && value !== '');
  if (connectionString !== undefined) return { connectionString };
  const namespace = process.env[`${name}__fullyQualifiedNamespace`];
  if (namespace) return { namespace };
  throw new HostError(
    `Service Bus connection "${name}": neither the setting ${name} (a connection string) nor ${name}__fullyQualifiedNamespace is set`,
  );
};

/** Quick to come back on a local machine, and never more than a few seconds apart. */
const retries = { maxRetries: 3, retryDelayInMs: 250, maxRetryDelayInMs: 5_000, timeoutInMs: 15_000 };

const connect = async (connection: Connection): Promise<ServiceBusClient> => {
  const { RetryMode, ServiceBusClient } = await import('@azure/service-bus');
  const options = { retryOptions: { ...retries, mode: RetryMode.Exponential } };
  if ('connectionString' in connection) return new ServiceBusClient(connection.connectionString, options);
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new ServiceBusClient(connection.namespace, new DefaultAzureCredential(), options);
};

export interface Clients {
  /** The client of a connection; the SDK is loaded at its first use. */
  get(connection: string): Promise<ServiceBusClient>;
  close(): Promise<void>;
}

export const createClients = (): Clients => {
  const clients = new Map<string, Promise<ServiceBusClient>>();
  return {
    get: (name) => {
      const client = clients.get(name) ?? Promise.resolve(resolveConnection(name)).then(connect);
      clients.set(name, client);
      return client;
    },
    close: async () => {
      await Promise.all([...clients.values()].map(async (client) => (await client).close()));
    },
  };
};
