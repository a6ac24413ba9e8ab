/** The value of an `orchestrationTrigger`: the JSON text that durable-functions reads, put together from serialised pieces. */

export interface OrchestrationTrigger {
  instanceId: string;
  parentInstanceId: string | undefined;
  /** JSON text. */
  input: string;
  /** Events of past episodes and of this one, each serialised without brackets. */
  past: string;
  fresh: string;
}

/**
 * The released extension offers schema V3 (`upperSchemaVersionNew` 2). The storage here has no limit on timers, so the longest
 * .NET TimeSpan keeps the SDK from splitting them.
 */
const constants =
  '"upperSchemaVersion":1,"upperSchemaVersionNew":2,"longRunningTimerIntervalDuration":"3.00:00:00",' +
  '"maximumShortTimerDuration":"10675199.02:48:05.4775807","defaultHttpAsyncRequestSleepTimeMillseconds":30000';

/** JSON text of the trigger. */
export const orchestrationTrigger = (trigger: OrchestrationTrigger): string => {
  const { past, fresh, input } = trigger;
  const history = past === '' ? fresh : `${past},${fresh}`;
  const instanceId = JSON.stringify(trigger.instanceId);
  const parent = JSON.stringify(trigger.parentInstanceId ?? null);
  return (
    `{"history":[${history}],"input":${input},"instanceId":${instanceId},"isReplaying":${past !== ''},` +
    `"parentInstanceId":${parent},${constants}}`
  );
};
