/** A task hub: the durable engine of one Function App over its SQLite file. */

import { failure } from './api/answers.ts';
import { clientBinding } from './api/links.ts';
import { handleApi } from './api/routes.ts';
import { startEngine } from './engine/engine.ts';
import type { DurableHub, DurableHubOptions } from './port.ts';
import { openStore } from './store/store.ts';

/** Opens the durable state and takes up whatever was unfinished. Rejects if the file is in use or has another layout. */
export const startDurableHub = async (options: DurableHubOptions): Promise<DurableHub> => {
  const store = openStore(options.dataFile, options.log);
  for (const { name, type } of options.functions)
    if (type === 'entityTrigger')
      options.log.error(`Durable entities are not supported by this host: '${name}' never runs`);
  const engine = startEngine(options, store);
  await store.committed();
  let closed = false;
  return {
    handle: async (request) => {
      if (closed) return failure(503, 'The host is shutting down.', 'System.OperationCanceledException');
      engine.alarms.ring();
      try {
        return await handleApi(engine, request);
      } catch (error) {
        options.log.error({ err: error }, `${request.method} ${request.path} failed`);
        return failure(500, error instanceof Error ? error.message : String(error), 'System.Exception');
      }
    },
    clientBinding: (urls) => clientBinding(options.hubName, urls),
    close: async (graceMs = 5000) => {
      if (closed) return;
      closed = true;
      await engine.close(graceMs);
      store.close();
    },
  };
};
