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

/**
 * `seconds` is how long a message of a killed consumer stays away. `listeners` are subscriptions that get every event, for
 * whoever wants to watch.
 */
export const brokerConfig = (seconds: number = lockSeconds, listeners: readonly string[] = []) => ({
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
              ...listeners.map((Name) => ({ Name, Properties: receiving(seconds) })),
            ],
          },
        ],
      },
    ],
    Logging: { Type: 'Console' },
  },
});
