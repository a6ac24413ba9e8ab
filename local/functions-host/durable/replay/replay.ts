/**
 * One decision of an orchestration: history, new messages and the orchestrator function's answer go in, new events come out.
 * Pure: no clock, no I/O. The host does not compare action lists; it re-executes the actions over the history, and what
 * they schedule without a matching event is new.
 */
import type { Outcome } from './actions.ts';
import {
  type DecisionEvent,
  type EventRaised,
  EventType,
  type ExecutionCompleted,
  type HistoryEvent,
  RuntimeStatus,
} from './history.ts';
import { main } from './invoke.ts';
import { applyEvent, InstanceFailure, newOrchestration, type Orchestration } from './orchestration.ts';
import { openTask, run, type Task } from './task.ts';

export interface ReplayInput {
  instanceId: string;
  executionId: string;
  /** Name of the orchestrator function, for texts. */
  name: string;
  defaultVersion: string;
  /** Events of earlier episodes of this generation. */
  past: readonly HistoryEvent[];
  /** `OrchestratorStarted` and what has arrived since. */
  fresh: readonly HistoryEvent[];
  outcome: Outcome;
  /** Why the app cannot run this function now, or undefined if it can; asked for what is newly scheduled. */
  refusal: (kind: 'activity' | 'orchestrator', name: string) => string | undefined;
}

export interface Decision {
  /** Newly scheduled work in id order, then perhaps `ExecutionCompleted`. */
  events: DecisionEvent[];
  status: 'Running' | 'Suspended' | 'Completed' | 'Failed' | 'Terminated';
  /** The next generation: JSON text of its input and the events that it begins with. */
  continueAsNew?: { input: string; carried: EventRaised[] };
  /** Events that nobody consumed and that end with this generation. */
  dropped: EventRaised[];
  warnings: string[];
}

/** Ends an instance with one event. `result` is the output's JSON text, or the plain text of a failure or a reason. */
export const completion = (
  status: 'Completed' | 'Failed' | 'Terminated',
  result: string | null,
  { id, timestamp }: { id: number; timestamp: string },
): Decision => {
  const event: ExecutionCompleted = {
    EventType: EventType.ExecutionCompleted,
    EventId: id,
    OrchestrationStatus: RuntimeStatus[status],
    Result: result,
    Timestamp: timestamp,
  };
  return { events: [event], status, dropped: [], warnings: [] };
};

/** The id after the last one that a history used: for an end that is decided without re-executing anything. */
export const nextIdAfter = (past: readonly HistoryEvent[]): number =>
  past.reduce((highest, event) => Math.max(highest, event.EventId), -1) + 1;

const result = ({ name, outcome }: ReplayInput): ['Completed' | 'Failed', string] =>
  outcome.error === undefined
    ? ['Completed', JSON.stringify(outcome.output ?? null)]
    : ['Failed', `Orchestrator function '${name}' failed: ${outcome.error}`];

const lastTimestamp = (input: ReplayInput): string => input.fresh[0]?.Timestamp ?? new Date(0).toISOString();

const newlyScheduled = (o: Orchestration, input: ReplayInput): DecisionEvent[] => {
  const timestamp = lastTimestamp(input);
  const ids = [...o.pending.keys()].sort((a, b) => a - b);
  const events = ids.flatMap((id) => o.pending.get(id)?.event(timestamp) ?? []);
  for (const event of events) {
    const refusal =
      event.EventType === EventType.TaskScheduled
        ? input.refusal('activity', event.Name)
        : event.EventType === EventType.SubOrchestrationInstanceCreated
          ? input.refusal('orchestrator', event.Name)
          : undefined;
    if (refusal !== undefined) throw new InstanceFailure(refusal);
  }
  return events;
};

const isStuck = (o: Orchestration, input: ReplayInput): boolean =>
  o.open.size === 0 && o.waiting.size === 0 && o.suspended === undefined && !input.outcome.isDone;

const stuckText =
  'The orchestrator waits for something that can no longer come: no activity, timer or event that it waits for is open. ' +
  'It stays Running, here and in Azure.';

/** A cancelled timer ends `Task.any` before the event in the eyes of the host, so the event counts as not consumed. */
const carriedText = (events: readonly EventRaised[]): string =>
  `continueAsNew takes over events (${events.map((event) => `'${event.Name}'`).join(', ')}) that may have been consumed ` +
  `already: a timer was cancelled in this generation, and then the extension, here and in Azure, delivers them again.`;

const decide = (o: Orchestration, ended: boolean, input: ReplayInput): Decision => {
  const at = { id: o.nextId, timestamp: lastTimestamp(input) };
  if (o.terminated !== undefined) return completion('Terminated', o.terminated.reason, at);
  const events = newlyScheduled(o, input);
  const base = { events, dropped: [...o.buffered.values()].flat(), warnings: o.warnings };
  if (o.open.size > 0 || !ended) {
    if (isStuck(o, input)) o.warnings.push(stuckText);
    return { ...base, dropped: [], status: o.suspended === undefined ? 'Running' : 'Suspended' };
  }
  if (input.outcome.error === undefined && o.continueAsNew !== undefined) {
    if (o.carried.length > 0 && JSON.stringify(input.outcome.actions).includes('"isCanceled":true'))
      o.warnings.push(carriedText(o.carried));
    return { ...base, status: 'Running', continueAsNew: { input: o.continueAsNew.input, carried: o.carried } };
  }
  const end = completion(...result(input), at);
  return { ...base, status: end.status, events: [...events, ...end.events] };
};

/** Decides the next step of an instance. What the code may not do ends it as failed; nothing is thrown for that. */
export const replay = (input: ReplayInput): Decision => {
  const o = newOrchestration(input);
  let steps: Task = openTask();
  o.start = () => {
    steps = run(main(o, input.outcome));
  };
  try {
    for (const event of input.past) applyEvent(o, event);
    for (const event of input.fresh) applyEvent(o, event);
    const finished = input.outcome.isDone || input.outcome.error !== undefined;
    return decide(o, finished && steps.state !== 'open', input);
  } catch (error) {
    if (!(error instanceof InstanceFailure)) throw error;
    const failed = completion('Failed', error.message, { id: o.nextId, timestamp: lastTimestamp(input) });
    return { ...failed, warnings: o.warnings };
  }
};
