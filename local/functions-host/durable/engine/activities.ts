/** Runs one activity function and turns its end into a history event. */
import type { RpcTraceContext } from '../../rpc.ts';
import { typedText } from '../../typed-text.ts';
import { activityFailure, activityResult, activityTrigger } from '../exchange/activity.ts';
import { EventType, type TaskDone, type TaskNotDone } from '../replay/history.ts';
import type { ActivityCall, Engine } from './context.ts';

/** The trace context of an invocation that belongs to an instance. */
export const traceContext = (traceParent: string): RpcTraceContext => ({ traceParent, traceState: '', attributes: {} });

const completed = (call: ActivityCall, result: string | null, now: number): TaskDone => ({
  EventType: EventType.TaskCompleted,
  EventId: -1,
  TaskScheduledId: call.id,
  Result: result,
  Timestamp: new Date(now).toISOString(),
});

const failed = (call: ActivityCall, message: string, now: number): TaskNotDone => ({
  EventType: EventType.TaskFailed,
  EventId: -1,
  TaskScheduledId: call.id,
  ...activityFailure(call.name, message),
  Timestamp: new Date(now).toISOString(),
});

const invoke = async (engine: Engine, call: ActivityCall): Promise<TaskDone | TaskNotDone> => {
  const { functions, options, log, now } = engine;
  const name = functions.find('activity', call.name);
  if (name === undefined) {
    const refusal = functions.refusal('activity', call.name) ?? '';
    log.error({ instance: call.instanceId }, refusal);
    return failed(call, refusal, now());
  }
  const trigger = activityTrigger(call.input);
  const metadata = { instanceId: typedText(call.instanceId), data: trigger };
  try {
    return completed(
      call,
      activityResult(await options.invoke(name, trigger, metadata, traceContext(call.trace))),
      now(),
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    log.warn({ instance: call.instanceId, activity: name }, `activity failed: ${message}`);
    return failed(call, message, now());
  }
};

/** Runs the activity and hands its end to its instance. Never rejects. */
export const runActivity = async (engine: Engine, call: ActivityCall): Promise<void> => {
  engine.finishActivity(call, await invoke(engine, call));
};
