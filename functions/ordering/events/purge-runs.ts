/** Forgets, once a day, the histories of runs that ended long ago; the orders themselves stay. */
import type { TimerHandler } from '@azure/functions';
import { getClient, OrchestrationRuntimeStatus } from 'durable-functions';
import { settings } from '../dependencies.ts';

const dayMs = 24 * 60 * 60 * 1000;
const ended = [
  OrchestrationRuntimeStatus.Completed,
  OrchestrationRuntimeStatus.Failed,
  OrchestrationRuntimeStatus.Terminated,
];

export const purgeRuns: TimerHandler = async (_timer, context) => {
  const until = new Date(Date.now() - settings.ORDERING_KEEP_RUNS_DAYS * dayMs);
  const { instancesDeleted } = await getClient(context).purgeInstanceHistoryBy({
    createdTimeFrom: new Date(0),
    createdTimeTo: until,
    runtimeStatus: ended,
  });
  context.info(`Forgot ${instancesDeleted} runs that began before ${until.toISOString()}.`);
};
