/** All Service Bus triggers of an app. */
import { functionsOf, type HostedFunction } from '../functions.ts';
import { type ReceiverOptions, startReceiver } from './receiver.ts';
import { sourceOf } from './source.ts';

/** Starts a receiver per function. `stop` takes no more messages and resolves when running handlers have settled theirs. */
export const startServiceBusTriggers = async (functions: readonly HostedFunction[], options: ReceiverOptions) => {
  const sources = functionsOf(functions, 'serviceBusTrigger').map((fn) => ({
    fn,
    source: sourceOf(fn, options.hostJson),
  }));
  const receivers = await Promise.all(sources.map(({ fn, source }) => startReceiver(fn, source, options)));
  return {
    stop: async () => {
      await Promise.all(receivers.map((receiver) => receiver.stop()));
    },
  };
};
