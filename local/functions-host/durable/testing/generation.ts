/** Plays one generation of an orchestration through the pure replay, episode by episode. */
import { type Action, ActionType, type Outcome } from '../replay/actions.ts';
import { EventType, type HistoryEvent, type Message } from '../replay/history.ts';
import { type Decision, replay } from '../replay/replay.ts';

const startedAt = Date.UTC(2026, 0, 1);

/** The time of the n-th second of a played generation, as histories write it. */
export const second = (n: number): string => new Date(startedAt + n * 1000).toISOString();

export interface Generation {
  /** The history so far. */
  history: HistoryEvent[];
  /** Runs an episode at second `at` with what has arrived and what the orchestrator function answers. */
  episode: (at: number, messages: readonly Message[], outcome: Partial<Outcome>) => Decision;
}

/** `missing`: names of functions that the app does not have. */
export const newGeneration = (missing: readonly string[] = []): Generation => {
  const history: HistoryEvent[] = [];
  return {
    history,
    episode: (at, messages, outcome) => {
      const base = { EventId: -1, Timestamp: second(at) };
      const OrchestrationInstance = { InstanceId: 'i', ExecutionId: 'x' };
      const started = { Name: 'o', Version: '', Input: '""', ParentInstance: null, OrchestrationInstance };
      const first: HistoryEvent[] =
        history.length === 0 ? [{ ...base, EventType: EventType.ExecutionStarted, ...started }] : [];
      const fresh: HistoryEvent[] = [{ ...base, EventType: EventType.OrchestratorStarted }, ...first, ...messages];
      const decision = replay({
        instanceId: 'i',
        executionId: 'x',
        name: 'o',
        defaultVersion: '1.0',
        past: [...history],
        fresh,
        outcome: { isDone: false, actions: [], ...outcome },
        refusal: (kind, name) => (missing.includes(name) ? `no ${kind} ${name}` : undefined),
      });
      history.push(...fresh, ...decision.events, { ...base, EventType: EventType.OrchestratorCompleted });
      return decision;
    },
  };
};

/** A decision's events in short, e.g. `task 0 A`, `timer 1 +5`, `end Completed`. */
export const inShort = ({ events, status }: Decision): string[] =>
  events.map((event) => {
    switch (event.EventType) {
      case EventType.TaskScheduled:
        return `task ${event.EventId} ${event.Name}`;
      case EventType.SubOrchestrationInstanceCreated:
        return `child ${event.EventId} ${event.Name} ${event.InstanceId}`;
      case EventType.TimerCreated:
        return `timer ${event.EventId} +${(Date.parse(event.FireAt) - startedAt) / 1000}`;
      case EventType.EventSent:
        return `sent ${event.EventId} ${event.Name}`;
      case EventType.ExecutionCompleted:
        return `end ${event.EventId} ${status} ${event.Result}`;
    }
  });

const message = { EventId: -1, Timestamp: second(0) };

/** Messages of an inbox. */
export const completed = (id: number): Message => ({
  ...message,
  EventType: EventType.TaskCompleted,
  TaskScheduledId: id,
  Result: null,
});

export const failed = (id: number): Message => ({
  ...message,
  EventType: EventType.TaskFailed,
  TaskScheduledId: id,
  Reason: 'r',
  Details: 'd',
});

export const fired = (id: number): Message => ({
  ...message,
  EventType: EventType.TimerFired,
  TimerId: id,
  FireAt: second(0),
});

export const raised = (name: string, input = 'null'): Message => ({
  ...message,
  EventType: EventType.EventRaised,
  Name: name,
  Input: input,
});

export const suspended: Message = { ...message, EventType: EventType.ExecutionSuspended, Reason: '' };
export const resumed: Message = { ...message, EventType: EventType.ExecutionResumed, Reason: '' };

/** Actions of an orchestrator. */
export const call = (functionName: string, input?: unknown): Action => ({
  actionType: ActionType.CallActivity,
  functionName,
  input,
});

export const callWithRetry = (functionName: string, maxNumberOfAttempts: number, more = {}): Action => ({
  actionType: ActionType.CallActivityWithRetry,
  functionName,
  retryOptions: { firstRetryIntervalInMilliseconds: 5000, maxNumberOfAttempts, ...more },
});

export const timer = (at: number, isCanceled = false): Action => ({
  actionType: ActionType.CreateTimer,
  fireAt: second(at),
  isCanceled,
});

export const event = (externalEventName: string): Action => ({
  actionType: ActionType.WaitForExternalEvent,
  externalEventName,
});

export const any = (...compoundActions: Action[]): Action => ({ actionType: ActionType.WhenAny, compoundActions });
export const all = (...compoundActions: Action[]): Action => ({ actionType: ActionType.WhenAll, compoundActions });
export const again = (input: unknown): Action => ({ actionType: ActionType.ContinueAsNew, input });
