/**
 * The one Service Bus handler of an app: it parses a message against its contract, dispatches by subject, retries what a
 * retry can mend, and puts what no retry can mend into the queue `rejected` with the reason. (A function cannot settle its
 * message: returning completes it, throwing brings it back at once.)
 */
import type { InvocationContext, ServiceBusTopicHandler } from '@azure/functions';
import { type ConsumedBy, type Context, type EventData, type EventName, events } from '../contracts/events.ts';
import { rejectedQueue, subscriptions } from '../contracts/topology.ts';
import { traceparentOf } from '../telemetry/trace.ts';
import type { Bus } from './bus.ts';
import { retrying } from './retry.ts';
import { TerminalError } from './terminal-error.ts';

/** What a handler knows of the message besides its data. */
export interface Delivery {
  traceparent?: string;
  context: InvocationContext;
}

export type EventHandlers<C extends Context, Dependencies> = {
  [Name in ConsumedBy<C>]: (data: EventData<Name>, dependencies: Dependencies, delivery: Delivery) => Promise<void>;
};

interface Consumer<C extends Context, Dependencies> {
  context: C;
  dependencies: () => Promise<Dependencies & { bus: Bus }>;
  handlers: EventHandlers<C, Dependencies>;
}

type AnyHandler<Dependencies> = (data: unknown, dependencies: Dependencies, delivery: Delivery) => Promise<void>;

const parse = (subject: string, body: unknown, known: readonly EventName[]) => {
  const name = known.find((candidate) => candidate === subject);
  if (!name) throw new TerminalError(`No handler for the event "${subject}".`);
  const parsed = events[name].data.safeParse(body);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new TerminalError(`Not a valid ${name}: ${problems.join('; ')}`);
};

const deliveryOf = (context: InvocationContext): Delivery => {
  const traceparent = traceparentOf(context);
  return { context, ...(traceparent !== undefined && { traceparent }) };
};

const reject = (bus: Bus, subject: string, body: unknown, rejection: Record<string, string>) =>
  bus.send(rejectedQueue, [{ subject, body, contentType: 'application/json', applicationProperties: rejection }]);

/** The handler to register with the app's Service Bus topic trigger. */
export const consume = <C extends Context, Dependencies>(
  consumer: Consumer<C, Dependencies>,
): ServiceBusTopicHandler => {
  const known = subscriptions.find(({ context }) => context === consumer.context)?.subjects ?? [];
  const handlers = consumer.handlers as unknown as Record<string, AnyHandler<Dependencies>>;

  return async (body, context) => {
    const subject = String(context.triggerMetadata?.subject);
    const patiently = <T>(action: () => Promise<T>): Promise<T> =>
      retrying(action, (error, seconds) => context.warn(`${subject}: ${String(error)}; trying again in ${seconds} s`));
    // Thrown at once, the failure of a store that is away would use up the message's deliveries.
    const dependencies = await patiently(consumer.dependencies);
    try {
      const data = parse(subject, body, known);
      await patiently(async () => handlers[subject]?.(data, dependencies, deliveryOf(context)));
    } catch (error) {
      if (!(error instanceof TerminalError)) throw error;
      context.error(`${subject} rejected: ${error.message}`);
      const messageId = String(context.triggerMetadata?.messageId);
      await reject(dependencies.bus, subject, body, { reason: error.message, messageId, rejectedBy: consumer.context });
    }
  };
};
