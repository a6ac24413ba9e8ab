/**
 * Service Bus clients by the `connection` of a binding. Every receiver and sender has one of its own: links that share a
 * connection of the SDK (7.9) and re-open together after it broke can take each other's claims and wait until they time out.
 */
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

/** Quick to come back on a local machine. The SDK turns exponential back-off of receivers into a fixed one, so it is fixed here. */
const retries = { maxRetries: 3, retryDelayInMs: 500, timeoutInMs: 10_000 };

/** A client, which is one AMQP connection, for a binding's `connection`; the SDK is loaded at the first use. */
export const connect = async (name: string): Promise<ServiceBusClient> => {
  const connection = resolveConnection(name);
  const { RetryMode, ServiceBusClient } = await import('@azure/service-bus');
  const options = { retryOptions: { ...retries, mode: RetryMode.Fixed } };
  if ('connectionString' in connection) return new ServiceBusClient(connection.connectionString, options);
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new ServiceBusClient(connection.namespace, new DefaultAzureCredential(), options);
};
