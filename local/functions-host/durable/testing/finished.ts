/** Waits for an instance through the SDK's client. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DurableClient, DurableOrchestrationStatus, GetStatusOptions } from 'durable-functions';

const begun = new Set<string>(['Running']);
const unfinished = new Set<string>(['Pending', 'Running', 'Suspended']);

/** It has begun and not ended. */
export const isRunning = (status: DurableOrchestrationStatus): boolean => begun.has(status.runtimeStatus);

/** Asks until the status satisfies; the test's own timeout ends a wait in vain. */
export const statusWhen = async (
  client: DurableClient,
  id: string,
  satisfied: (status: DurableOrchestrationStatus) => boolean,
  options: GetStatusOptions = {},
): Promise<DurableOrchestrationStatus> => {
  for (;;) {
    const status = await client.getStatus(id, options);
    if (satisfied(status)) return status;
    await sleep(5);
  }
};

/** The status of the instance once it has ended. */
export const finished = (client: DurableClient, id: string): Promise<DurableOrchestrationStatus> =>
  statusWhen(client, id, (status) => !unfinished.has(status.runtimeStatus));

/** Starts an orchestration and gives its status at the end. */
export const runToEnd = async (
  client: DurableClient,
  name: string,
  options: { input?: unknown; instanceId?: string; version?: string } = {},
): Promise<DurableOrchestrationStatus> => finished(client, await client.startNew(name, options));
