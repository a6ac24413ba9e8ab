/** Hears every event of the shop, and sends events as if an app had. */
import { ServiceBusClient } from '@azure/service-bus';
import { type EventData, type EventName, events } from '../../shared/contracts/events.ts';
import { topicName } from '../../shared/contracts/topology.ts';
import { eventually } from './shop.ts';

/** The subscription that hears every event. */
export const wiretapListener = 'wiretap';

export interface Heard {
  type: string;
  messageId: string;
  data: Record<string, unknown>;
}

export interface Wiretap {
  readonly heard: readonly Heard[];
  send<Name extends EventName>(type: Name, data: EventData<Name>, messageId?: string): Promise<void>;
  /** What was heard about an order so far, of the types given. */
  about(orderId: string, ...types: EventName[]): Heard[];
  /** Waits until so many events of these types were heard about the order, and returns them. */
  waitFor(orderId: string, types: readonly EventName[], count?: number): Promise<Heard[]>;
  close(): Promise<void>;
}

export const startWiretap = (bus: string): Wiretap => {
  const client = new ServiceBusClient(bus);
  const sender = client.createSender(topicName);
  const heard: Heard[] = [];
  client.createReceiver(topicName, wiretapListener).subscribe({
    processMessage: async ({ subject = '', messageId, body }) =>
      void heard.push({ type: subject, messageId: String(messageId), data: body as Heard['data'] }),
    // The receiver comes back by itself when the broker does.
    processError: async () => undefined,
  });
  const about = (orderId: string, ...types: EventName[]) =>
    heard.filter(({ type, data }) => data.orderId === orderId && (types as string[]).includes(type));
  return {
    heard,
    about,
    send: (type, data, messageId = `test/${type}/1/1`) =>
      sender.sendMessages({
        subject: type,
        messageId,
        body: events[type].data.parse(data),
        contentType: 'application/json',
      }),
    waitFor: (orderId, types, count = 1) =>
      eventually(
        async () => about(orderId, ...types),
        (found) => found.length >= count,
      ),
    close: () => client.close(),
  };
};
