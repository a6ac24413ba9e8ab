/** Sends integration events, each checked against its contract on the way out. */
import { type EventData, type EventName, events } from '../contracts/events.ts';
import { topicName } from '../contracts/topology.ts';
import type { Bus } from './bus.ts';

/** An event to be published. */
export interface Outgoing<Name extends EventName = EventName> {
  type: Name;
  /** `<aggregate id>/<event>/<version>/<attempt>`: the same for a repeat, so that logs show it as one. */
  messageId: string;
  /** The order that the event belongs to, if any. */
  correlationId?: string;
  data: EventData<Name>;
}

export type Publish = (outgoing: readonly Outgoing[], traceparent?: string) => Promise<void>;

interface Identity {
  /** Id of the aggregate that changed. */
  aggregate: string;
  /** Version of the aggregate, where it has one. */
  version?: number;
  /** Which asking of the same question this is. */
  attempt?: number;
}

/** Makes an event about an aggregate; about an order when it carries an order id. */
export const event = <Name extends EventName>(
  type: Name,
  data: EventData<Name>,
  { aggregate, version = 1, attempt = 1 }: Identity,
): Outgoing<Name> => ({
  type,
  data,
  messageId: `${aggregate}/${type}/${version}/${attempt}`,
  ...('orderId' in data && { correlationId: data.orderId }),
});

export const publisher =
  (bus: Bus): Publish =>
  (outgoing, traceparent) =>
    bus.send(
      topicName,
      outgoing.map(({ type, data, messageId, correlationId }) => ({
        subject: type,
        messageId,
        body: events[type].data.parse(data),
        contentType: 'application/json',
        ...(correlationId !== undefined && { correlationId }),
        ...(traceparent !== undefined && { applicationProperties: { traceparent } }),
      })),
    );
