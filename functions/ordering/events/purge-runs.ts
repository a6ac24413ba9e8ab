/** Forgets, once a day, the histories of runs that ended long ago; the orders themselves stay. */
import type { TimerHandler } from '@azure/functions';
import { type DurableClient, getClient, OrchestrationRuntimeStatus } from 'durable-functions';
import { settings } from '../dependencies.ts';

const dayMs = 24 * 60 * 60 * 1000;
const ended = [
  OrchestrationRuntimeStatus.Completed,
  OrchestrationRuntimeStatus.Failed,
  OrchestrationRuntimeStatus.Terminated,
];

/** How many are forgotten at a time. */
const batchSize = 20;

/**
 * The runs that ended before a moment. A run may wait for days until its order is shipped, and Durable Functions can only be asked, and
 * told to purge, by when runs began: so those that began before then are looked at one by one.
 */
const endedBefore = async (client: DurableClient, until: Date): Promise<string[]> => {
  const runs = await client.getStatusBy({ createdTimeFrom: new Date(0), createdTimeTo: until, runtimeStatus: ended });
  // The library says `Date`, and gives what came as JSON.
  return runs.filter((run) => new Date(run.lastUpdatedTime) < until).map(({ instanceId }) => instanceId);
};

export const purgeRuns: TimerHandler = async (_timer, context) => {
  const client = getClient(context);
  const until = new Date(Date.now() - settings.ORDERING_KEEP_RUNS_DAYS * dayMs);
  const runs = await endedBefore(client, until);
  for (let first = 0; first < runs.length; first += batchSize)
    await Promise.all(runs.slice(first, first + batchSize).map((run) => client.purgeInstanceHistory(run)));
  context.info(`Forgot ${runs.length} runs that ended before ${until.toISOString()}.`);
};
