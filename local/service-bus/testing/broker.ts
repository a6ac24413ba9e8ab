/** A broker and SDK clients for one test, ended with it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceBusClient, type ServiceBusReceivedMessage, type ServiceBusReceiver } from '@azure/service-bus';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { type Broker, type BrokerConfig, type BrokerOptions, startBroker } from '../broker.ts';

/** Queues with locks of one second unless they say otherwise, and a topic `events`. */
export const testConfig: BrokerConfig = {
  UserConfig: {
    Namespaces: [
      {
        Name: 'sbemulatorns',
        Queues: [
          { Name: 'q', Properties: { LockDuration: 'PT1S', MaxDeliveryCount: 3 } },
          { Name: 'renewed', Properties: { LockDuration: 'PT2S' } },
          { Name: 'slow', Properties: { LockDuration: 'PT1M' } },
          { Name: 'expiring', Properties: { DeadLetteringOnMessageExpiration: true } },
          { Name: 'folder/inner' },
        ],
        Topics: [
          {
            Name: 'events',
            Subscriptions: [
              { Name: 'all', Properties: { LockDuration: 'PT1S' } },
              {
                Name: 'orders',
                Rules: ['OrderPaid', 'OrderShipped'].map((Label) => ({
                  Name: Label,
                  Properties: { FilterType: 'Correlation' as const, CorrelationFilter: { Label } },
                })),
              },
              {
                Name: 'vip',
                Rules: [
                  {
                    Name: 'vip',
                    Properties: {
                      FilterType: 'Correlation' as const,
                      CorrelationFilter: { Label: 'OrderPaid', Properties: { vip: true } },
                    },
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
};

export const silent = pino({ level: 'silent' });

/** A folder of its own, removed when the test ends. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'service-bus-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** A broker on free ports, in memory unless `dataDir` says otherwise. */
export const brokerForTest = async (options: Partial<BrokerOptions> = {}): Promise<Broker> => {
  const broker = await startBroker({ config: testConfig, port: 0, adminPort: 0, log: silent, ...options });
  onTestFinished(() => broker.close());
  return broker;
};

/** A client with short retries, so that expected errors come soon. */
export const clientFor = (connectionString: string): ServiceBusClient => {
  const client = new ServiceBusClient(connectionString, { retryOptions: { maxRetries: 1, retryDelayInMs: 50 } });
  onTestFinished(() => client.close());
  return client;
};

/** A broker in memory and a client for it. */
export const startForTest = async (options: Partial<BrokerOptions> = {}) => {
  const broker = await brokerForTest(options);
  return { broker, client: clientFor(broker.connectionString) };
};

/** The next message; fails the test when none comes in time. */
export const next = async (
  receiver: ServiceBusReceiver,
  maxWaitTimeInMs = 10_000,
): Promise<ServiceBusReceivedMessage> => {
  const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs });
  if (message === undefined) throw new Error(`No message came from ${receiver.entityPath}`);
  return message;
};

/** Whatever is there, at most `count`. */
export const available = (receiver: ServiceBusReceiver, count = 10): Promise<ServiceBusReceivedMessage[]> =>
  receiver.receiveMessages(count, { maxWaitTimeInMs: 200 });

/** The code of the ServiceBusError with which something fails. */
export const codeOf = async (failing: Promise<unknown>): Promise<string> => {
  try {
    await failing;
    return 'no error';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
};

/** Waits until something holds, asking again and again; fails the test after ten seconds. */
export const until = async (what: () => Promise<boolean> | boolean): Promise<void> => {
  for (let i = 0; i < 500; i++) {
    if (await what()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('It did not come about in time');
};

export type EntityCounts = {
  path: string;
  active: number;
  locked: number;
  scheduled: number;
  deferred: number;
  deadLettered: number;
};

/** What the admin endpoint says of an entity. */
export const countsOf = async (broker: Broker, path: string): Promise<EntityCounts | undefined> => {
  const response = await fetch(`http://127.0.0.1:${broker.adminPort}/entities`);
  const entities = (await response.json()) as EntityCounts[];
  return entities.find((entity) => entity.path === path);
};
