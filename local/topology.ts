/** The Service Bus entities of the shop as a Config.json, for our broker and for Microsoft's emulator. */
import {
  lockSeconds,
  maxDeliveryCount,
  rejectedQueue,
  subscriptions,
  topicName,
} from '../shared/contracts/topology.ts';

const receiving = (seconds: number) => ({
  LockDuration: `PT${seconds}S`,
  MaxDeliveryCount: maxDeliveryCount,
  DeadLetteringOnMessageExpiration: true,
  RequiresSession: false,
});

const rule = (subject: string) => ({
  Name: subject,
  Properties: { FilterType: 'Correlation', CorrelationFilter: { Label: subject } },
});

/** A subscription for whoever wants to watch: its name, if it gets every event, or with the events that it gets. */
export type Listener = string | { name: string; subjects: readonly string[] };

const listening = (listener: Listener) =>
  typeof listener === 'string' ? { Name: listener } : { Name: listener.name, Rules: listener.subjects.map(rule) };

/** `seconds` is how long a message of a killed consumer stays away. */
export const brokerConfig = (seconds: number = lockSeconds, listeners: readonly Listener[] = []) => ({
  UserConfig: {
    Namespaces: [
      {
        Name: 'sbemulatorns',
        Queues: [{ Name: rejectedQueue, Properties: receiving(seconds) }],
        Topics: [
          {
            Name: topicName,
            Properties: { RequiresDuplicateDetection: false },
            Subscriptions: [
              ...subscriptions.map(({ context, subjects }) => ({
                Name: context,
                Properties: receiving(seconds),
                Rules: subjects.map(rule),
              })),
              ...listeners.map((listener) => ({ ...listening(listener), Properties: receiving(seconds) })),
            ],
          },
        ],
      },
    ],
    Logging: { Type: 'Console' },
  },
});
