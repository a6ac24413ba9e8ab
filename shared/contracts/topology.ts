/** The Service Bus entities that the event table asks for: one topic, one subscription per consuming context, one queue of rejected messages. */
import { type Context, contexts, type EventName, eventNames, events } from './events.ts';

export const topicName = 'eshop-events';

/** Where messages go that no retry can mend, with the reason beside them. */
export const rejectedQueue = 'rejected';

export interface Subscription {
  context: Context;
  /** One correlation rule per event, on the subject. */
  subjects: readonly EventName[];
}

export const subscriptions: readonly Subscription[] = contexts
  .map((context) => ({
    context,
    subjects: eventNames.filter((name) => (events[name].consumers as readonly Context[]).includes(context)),
  }))
  .filter(({ subjects }) => subjects.length > 0);

/** Seconds in Azure; the local broker and the tests use shorter locks so that a killed consumer's message is back soon. */
export const lockSeconds = 30;
export const maxDeliveryCount = 10;
