/** A receiving link that comes back: the SDK re-opens it after a loss, and where it gets stuck a new one takes its place. */
import type { ProcessErrorArgs, ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import { connect } from './connection.ts';
import { createReceiver, type Source } from './source.ts';

/** A message as it came over a link. */
export interface Delivery {
  message: ServiceBusReceivedMessage;
  receiver: ServiceBusReceiver;
  /**
   * Whether the link over which it came still stands. When it does not, the SDK would wait for its time-outs to settle the
   * message, which comes again in any case.
   */
  isLive: () => boolean;
}

export interface LinkOptions {
  source: Source;
  /** How many messages may be on their way or unsettled at once. */
  credit: number;
  onMessage: (delivery: Delivery) => Promise<void>;
  onLost: (error: Error) => void;
  onBack: () => void;
}

export interface Link {
  /** Takes no more messages; those that arrived can still be settled. */
  stop(): Promise<void>;
  close(): Promise<void>;
  /** Since when it is trying to open, in milliseconds since the epoch; undefined while it is open. */
  openingSince(): number | undefined;
}

const openLink = async ({ source, credit, onMessage, onLost, onBack }: LinkOptions): Promise<Link> => {
  const client = await connect(source.connection);
  const receiver = createReceiver(client, source.entity);
  const abort = new AbortController();
  let opening: number | undefined = Date.now();
  let generation = 0;
  const handlers = {
    processMessage: (message: ServiceBusReceivedMessage) => {
      const own = generation;
      return onMessage({ message, receiver, isLive: () => own === generation });
    },
    processError: async ({ error }: ProcessErrorArgs) => {
      if (!abort.signal.aborted) onLost(error);
    },
    // The SDK (7.x) calls these two around every attempt to open its link; a quiet link shows in no other way.
    preInitialize: async () => {
      generation += 1;
      opening ??= Date.now();
    },
    postInitialize: async () => {
      opening = undefined;
      onBack();
    },
  };
  const subscription = receiver.subscribe(handlers, {
    autoCompleteMessages: false,
    maxConcurrentCalls: credit,
    abortSignal: abort.signal,
  });
  return {
    stop: () => {
      abort.abort();
      return subscription.close();
    },
    close: () => {
      generation += 1;
      return client.close();
    },
    openingSince: () => opening,
  };
};

/** A link that has been opening for so long is given up for a new one. */
const stuckMs = 10_000;

/** Opens a link and looks after it. */
export const keepLink = async (options: LinkOptions): Promise<Pick<Link, 'stop' | 'close'>> => {
  let link = await openLink(options);
  let replacing = Promise.resolve();
  const replace = async () => {
    const old = link;
    link = await openLink(options);
    await old.stop();
    await old.close();
  };
  const watch = setInterval(() => {
    const since = link.openingSince();
    if (since !== undefined && Date.now() - since > stuckMs) replacing = replace().catch(options.onLost);
  }, 1_000);
  return {
    stop: async () => {
      clearInterval(watch);
      await replacing;
      await link.stop();
    },
    close: () => link.close(),
  };
};
