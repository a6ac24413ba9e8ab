/** Re-executes the actions of an orchestrator function, as the extension's out-of-process shim does. */
import {
  type Action,
  ActionType,
  type CallActivity,
  type CallActivityWithRetry,
  type CallSubOrchestrator,
  type CallSubOrchestratorWithRetry,
  type Outcome,
  type RetryOptions,
} from './actions.ts';
import { EventType } from './history.ts';
import { InstanceFailure, type Orchestration, schedule, scheduleTimer, waitForEvent } from './orchestration.ts';
import { doneTask, run, type Steps, type Task, whenAll, whenAny } from './task.ts';

const sixDays = 6 * 24 * 3600 * 1000;

const callActivity = (o: Orchestration, action: CallActivity | CallActivityWithRetry): Task =>
  schedule(o, (id) => ({
    type: EventType.TaskScheduled,
    name: action.functionName,
    event: (Timestamp) => ({
      EventType: EventType.TaskScheduled,
      EventId: id,
      Name: action.functionName,
      Version: '',
      Input: JSON.stringify([action.input ?? null]),
      Timestamp,
    }),
  })).task;

const childId = (o: Orchestration, action: CallSubOrchestrator | CallSubOrchestratorWithRetry, id: number): string => {
  const parent = o.instanceId;
  const child = action.instanceId || `${o.executionId}:${id}`;
  if (child === parent)
    throw new InstanceFailure(
      `The sub-orchestration '${action.functionName}' may not have its parent's instance id '${parent}'.`,
    );
  return child;
};

const callSubOrchestrator = (o: Orchestration, action: CallSubOrchestrator | CallSubOrchestratorWithRetry): Task =>
  schedule(o, (id) => {
    const InstanceId = childId(o, action, id);
    return {
      type: EventType.SubOrchestrationInstanceCreated,
      name: action.functionName,
      event: (Timestamp) => ({
        EventType: EventType.SubOrchestrationInstanceCreated,
        EventId: id,
        Name: action.functionName,
        Version: action.version ?? o.defaultVersion,
        InstanceId,
        Input: JSON.stringify(action.input ?? null),
        Timestamp,
      }),
    };
  }).task;

/** Milliseconds until the next attempt; undefined once the retries have timed out. */
const retryDelay = (o: Orchestration, retry: RetryOptions, attempt: number, startedAt: number): number | undefined => {
  const timeout = retry.retryTimeoutInMilliseconds;
  if (timeout != null && o.now >= startedAt + timeout) return undefined;
  const delay = retry.firstRetryIntervalInMilliseconds * (retry.backoffCoefficient ?? 1) ** attempt;
  return Math.min(delay, retry.maxRetryIntervalInMilliseconds ?? sixDays);
};

/**
 * Repeats a call. After the last attempt comes one more timer, which fires at once: DurableTask.Core keeps it for old
 * histories, and the SDK's task fails only when it has fired.
 */
function* retrying(o: Orchestration, name: string, retry: RetryOptions, call: () => Task): Steps {
  const startedAt = o.now;
  for (let attempt = 0; ; attempt++) {
    const failed: boolean = yield call();
    if (!failed) return false;
    const last = attempt + 1 >= retry.maxNumberOfAttempts;
    const delay = last ? 0 : retryDelay(o, retry, attempt, startedAt);
    if (delay === undefined) {
      o.warnings.push(
        `'${name}' is not tried again, because retryTimeoutInMilliseconds has passed. The SDK does not notice that, here and ` +
          `in Azure, and waits forever: limit the attempts instead.`,
      );
      return true;
    }
    yield scheduleTimer(o, new Date(o.now + delay).toISOString());
    if (last) return true;
  }
}

const unsupported: Record<number, string> = {
  [ActionType.CallEntity]: 'Durable entities (callEntity)',
  [ActionType.SignalEntity]: 'Durable entities (signalEntity)',
  [ActionType.ScheduledSignalEntity]: 'Durable entities (scheduled signalEntity)',
  [ActionType.LockEntities]: 'Durable entities (lock)',
  [ActionType.ReleaseEntities]: 'Durable entities (release of locks)',
  [ActionType.CallHttp]: 'Durable HTTP calls (callHttp)',
};

const refuse = (actionType: number): never => {
  const feature = unsupported[actionType];
  throw new InstanceFailure(
    feature === undefined
      ? `The orchestrator answered with an action of unknown type ${actionType}.`
      : `${feature} are not supported by this Functions host. Use an activity instead.`,
  );
};

const continueAsNew = (o: Orchestration, input: unknown): Task => {
  o.continueAsNew = { input: JSON.stringify(input ?? null) };
  return doneTask();
};

/** Applies one action: schedules what it asks for and gives the task that it waits for. */
const invoke = (o: Orchestration, action: Action): Task => {
  switch (action.actionType) {
    case ActionType.CallActivity:
      return callActivity(o, action);
    case ActionType.CallActivityWithRetry:
      return run(retrying(o, action.functionName, action.retryOptions, () => callActivity(o, action)));
    case ActionType.CallSubOrchestrator:
      return callSubOrchestrator(o, action);
    case ActionType.CallSubOrchestratorWithRetry:
      return run(retrying(o, action.functionName, action.retryOptions, () => callSubOrchestrator(o, action)));
    case ActionType.ContinueAsNew:
      return continueAsNew(o, action.input);
    case ActionType.CreateTimer:
      return scheduleTimer(o, action.fireAt, action.isCanceled);
    case ActionType.WaitForExternalEvent:
      return waitForEvent(o, action.externalEventName);
    case ActionType.WhenAny:
      return whenAny(action.compoundActions.map((child) => invoke(o, child)));
    case ActionType.WhenAll:
      return whenAll(action.compoundActions.map((child) => invoke(o, child)));
    default:
      return refuse(action.actionType);
  }
};

/** The orchestrator's actions one after the other. Their failures are the SDK's business; the task ends after the last action. */
export function* main(o: Orchestration, outcome: Outcome): Steps {
  for (const action of outcome.actions) yield invoke(o, action);
  return false;
}
