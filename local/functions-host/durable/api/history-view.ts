/** The history as the status shows it: what was scheduled and how it ended in one line, without what only a replay needs. */
import { EventType, type HistoryEvent } from '../replay/history.ts';

const names = new Map<number, string>(Object.entries(EventType).map(([name, type]) => [type, name]));

/** A history event under the keys that the view shows; the wire has more. */
type Shown = Record<string, unknown>;

const scheduleTypes = new Set<number>([
  EventType.TaskScheduled,
  EventType.SubOrchestrationInstanceCreated,
  EventType.TimerCreated,
]);

const hidden = new Set([
  'EventId',
  'IsPlayed',
  'TaskScheduledId',
  'TimerId',
  'ParentInstance',
  'OrchestrationInstance',
  'Tags',
  'FailureDetails',
]);

const scheduledBy = (event: HistoryEvent, scheduled: Map<number, HistoryEvent>): HistoryEvent | undefined => {
  if ('TaskScheduledId' in event) return scheduled.get(event.TaskScheduledId);
  return 'TimerId' in event ? scheduled.get(event.TimerId) : undefined;
};

const shown = (event: HistoryEvent, cause: HistoryEvent | undefined, showOutput: boolean): Shown => {
  const line: Shown = {};
  for (const [key, value] of Object.entries(event)) if (!hidden.has(key)) line[key] = value;
  line.EventType = names.get(event.EventType);
  if ('OrchestrationStatus' in event) line.OrchestrationStatus = statusName(event.OrchestrationStatus);
  if (!showOutput) delete line.Result;
  if (event.EventType === EventType.ExecutionStarted) {
    line.FunctionName = event.Name;
    delete line.Name;
  }
  if (cause === undefined) return line;
  line.ScheduledTime = cause.Timestamp;
  if ('Name' in cause) line.FunctionName = cause.Name;
  if ('Input' in cause) line.Input = cause.Input;
  return line;
};

const statusName = (status: number): string =>
  ({ 1: 'Completed', 3: 'Failed', 5: 'Terminated' })[status] ?? String(status);

/** Events that tell a reader something, `Result` only with `showOutput`. What has been scheduled shows until it has ended. */
export const historyView = (events: readonly HistoryEvent[], showOutput: boolean): Shown[] => {
  const scheduled = new Map(events.filter((e) => scheduleTypes.has(e.EventType)).map((e) => [e.EventId, e]));
  const causes = new Map(events.map((event) => [event, scheduledBy(event, scheduled)]));
  const ended = new Set(causes.values());
  return events
    .filter((e) => e.EventType !== EventType.OrchestratorStarted && e.EventType !== EventType.OrchestratorCompleted)
    .filter((event) => !ended.has(event))
    .map((event) => shown(event, causes.get(event), showOutput));
};
