/** Delivers every event of the shop a second time, some of them seconds late: what a bus that delivers at least once may do. */
import { ServiceBusClient, type ServiceBusReceivedMessage } from '@azure/service-bus';
import { topicName } from '../../shared/contracts/topology.ts';

/** The subscription that hears every event. */
export const echoListener = 'echo';

export interface Echo {
  /** How many events were delivered again. */
  readonly count: number;
  /** Which events they were. */
  readonly subjects: ReadonlySet<string>;
  close(): Promise<void>;
}

/** `delayMs` says how late each repeat is. */
export const startEcho = (bus: string, delayMs: () => number): Echo => {
  // Back soon after the broker was killed, not after the half minute that is the default.
  const client = new ServiceBusClient(bus, { retryOptions: { retryDelayInMs: 500 } });
  const sender = client.createSender(topicName);
  const receiver = client.createReceiver(topicName, echoListener);
  const subjects = new Set<string>();
  let count = 0;

  const repeat = async ({
    body,
    subject,
    messageId,
    correlationId,
    contentType,
    applicationProperties,
  }: ServiceBusReceivedMessage) => {
    if (applicationProperties?.echo) return;
    count += 1;
    if (subject !== undefined) subjects.add(subject);
    await sender.sendMessages({
      body: body as unknown,
      applicationProperties: { ...applicationProperties, echo: true },
      scheduledEnqueueTimeUtc: new Date(Date.now() + delayMs()),
      ...(subject !== undefined && { subject }),
      ...(messageId !== undefined && { messageId }),
      ...(correlationId !== undefined && { correlationId }),
      ...(contentType !== undefined && { contentType }),
    });
  };

  // Errors are the broker being killed; the receiver comes back by itself and the message with it.
  receiver.subscribe({ processMessage: repeat, processError: async () => undefined }, { maxConcurrentCalls: 20 });
  return {
    get count() {
      return count;
    },
    subjects,
    close: () => client.close(),
  };
};
