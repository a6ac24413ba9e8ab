/**
 * The host's own little orchestration, which is driven by the history events: what is scheduled, open, awaited and buffered
 * (a model of DurableTask.Core's `TaskOrchestrationContext`).
 */
import { type DecisionEvent, type EventRaised, EventType, type HistoryEvent } from './history.ts';
import { doneTask, openTask, settle, type Task } from './task.ts';

/** Ends the instance as failed at once, whatever is still open; the message becomes its output. */
export class InstanceFailure extends Error {}

/** A decision that no history event has confirmed yet. */
interface Pending {
  type: DecisionEvent['EventType'];
  /** Function or event name, for the determinism check; timers have none. */
  name?: string;
  event: (timestamp: string) => DecisionEvent;
}

/** One generation of an instance as far as its history has been applied. */
export interface Orchestration {
  instanceId: string;
  executionId: string;
  /** Version of sub-orchestrations that are started without one. */
  defaultVersion: string;
  /** The one counter of decision ids; the SDK counts the same way. */
  nextId: number;
  /** Milliseconds since the epoch, as the orchestrator sees it. */
  now: number;
  open: Map<number, Task>;
  pending: Map<number, Pending>;
  /** Waiters by lower-case event name, the last one is served first. */
  waiting: Map<string, Task[]>;
  /** Events that nobody waited for, by lower-case name, the first one is served first. */
  buffered: Map<string, EventRaised[]>;
  suspended?: { held: HistoryEvent[]; pending: Map<number, Pending> };
  continueAsNew?: { input: string };
  /** Events for the next generation. */
  carried: EventRaised[];
  terminated?: { reason: string };
  warnings: string[];
  /** Starts the orchestrator's actions; called by `ExecutionStarted`. */
  start: () => void;
}

/** An orchestration before its first event. */
export const newOrchestration = (
  identity: Pick<Orchestration, 'instanceId' | 'executionId' | 'defaultVersion'>,
): Orchestration => ({
  ...identity,
  nextId: 0,
  now: 0,
  open: new Map(),
  pending: new Map(),
  waiting: new Map(),
  buffered: new Map(),
  carried: [],
  warnings: [],
  start: () => {},
});

/** Takes the next id for a decision and opens the task that its completion will end. */
export const schedule = (o: Orchestration, decision: (id: number) => Pending): { id: number; task: Task } => {
  const id = o.nextId++;
  const task = openTask();
  o.pending.set(id, decision(id));
  o.open.set(id, task);
  return { id, task };
};

/** Schedules a timer. One that is already cancelled stays in the history, but nobody waits for it: its task ends at once. */
export const scheduleTimer = (o: Orchestration, fireAt: string, isCanceled = false): Task => {
  const { id, task } = schedule(o, (id) => ({
    type: EventType.TimerCreated,
    event: (Timestamp) => ({ EventType: EventType.TimerCreated, EventId: id, FireAt: fireAt, Timestamp }),
  }));
  if (isCanceled) {
    o.open.delete(id);
    settle(task, true);
  }
  return task;
};

/** Waits for an external event: takes the oldest buffered one, or becomes the newest waiter. Takes no id. */
export const waitForEvent = (o: Orchestration, name: string): Task => {
  const key = name.toLowerCase();
  const buffered = o.buffered.get(key);
  if (buffered?.shift() !== undefined) {
    if (buffered.length === 0) o.buffered.delete(key);
    return doneTask();
  }
  const task = openTask();
  const waiters = o.waiting.get(key);
  if (waiters === undefined) o.waiting.set(key, [task]);
  else waiters.push(task);
  return task;
};

const raise = (o: Orchestration, event: EventRaised): void => {
  const key = event.Name.toLowerCase();
  const waiters = o.waiting.get(key);
  const waiter = waiters?.pop();
  if (waiter !== undefined) {
    if (waiters?.length === 0) o.waiting.delete(key);
    settle(waiter, false);
    return;
  }
  const queue = o.buffered.get(key);
  if (queue === undefined) o.buffered.set(key, [event]);
  else queue.push(event);
};

const confirm = (o: Orchestration, event: DecisionEvent, name?: string): void => {
  const pending = o.pending.get(event.EventId);
  const same =
    pending !== undefined && pending.type === event.EventType && pending.name?.toLowerCase() === name?.toLowerCase();
  if (!same) throw new InstanceFailure(nonDeterministic(event, pending, name));
  o.pending.delete(event.EventId);
};

const kinds = new Map<number, string>(Object.entries(EventType).map(([name, type]) => [type, name]));

const nonDeterministic = (event: DecisionEvent, pending: Pending | undefined, name?: string): string => {
  const text = (type: number, name?: string) =>
    [kinds.get(type) ?? type, name && `'${name}'`].filter(Boolean).join(' ');
  const now = pending === undefined ? 'nothing' : text(pending.type, pending.name);
  return (
    `Non-Deterministic workflow detected: decision ${event.EventId} was ${text(event.EventType, name)} when it was recorded, ` +
    `and the orchestrator's code now decides ${now} there. The code has changed under a running instance (branch on ` +
    `context.df.version instead), or it depends on something other than its input and its history.`
  );
};

const end = (o: Orchestration, id: number, failed: boolean): void => {
  const task = o.open.get(id);
  if (task === undefined) return;
  o.open.delete(id);
  settle(task, failed);
};

const suspend = (o: Orchestration): void => {
  o.suspended = { held: [], pending: o.pending };
  o.pending = new Map();
};

const resume = (o: Orchestration): void => {
  if (o.suspended === undefined) return;
  const { held, pending } = o.suspended;
  delete o.suspended;
  o.pending = new Map([...pending, ...o.pending]);
  for (const event of held) applyEvent(o, event);
};

const isHeld = (o: Orchestration, event: HistoryEvent): boolean =>
  o.suspended !== undefined &&
  event.EventType !== EventType.ExecutionResumed &&
  event.EventType !== EventType.ExecutionTerminated;

/** Applies one event and runs everything that it sets free. Throws `InstanceFailure` where history and code disagree. */
export const applyEvent = (o: Orchestration, event: HistoryEvent): void => {
  if (isHeld(o, event)) {
    if (event.EventType !== EventType.ExecutionSuspended) o.suspended?.held.push(event);
    return;
  }
  switch (event.EventType) {
    case EventType.OrchestratorStarted:
      o.now = Date.parse(event.Timestamp);
      return;
    case EventType.ExecutionStarted:
      return o.start();
    case EventType.TaskScheduled:
    case EventType.SubOrchestrationInstanceCreated:
    case EventType.EventSent:
      return confirm(o, event, event.Name);
    case EventType.TimerCreated:
      return confirm(o, event);
    case EventType.TaskCompleted:
    case EventType.SubOrchestrationInstanceCompleted:
      return end(o, event.TaskScheduledId, false);
    case EventType.TaskFailed:
    case EventType.SubOrchestrationInstanceFailed:
      return end(o, event.TaskScheduledId, true);
    case EventType.TimerFired:
      return end(o, event.TimerId, false);
    case EventType.EventRaised:
      if (o.continueAsNew === undefined) raise(o, event);
      else o.carried.push(event);
      return;
    case EventType.ExecutionTerminated:
      o.terminated = { reason: event.Input };
      return;
    case EventType.ExecutionSuspended:
      return suspend(o);
    case EventType.ExecutionResumed:
      return resume(o);
    case EventType.OrchestratorCompleted:
    case EventType.ExecutionCompleted:
      return;
  }
};
