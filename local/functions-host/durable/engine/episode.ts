/**
 * One episode of an instance: take the inbox, run the orchestrator function over the history, decide by re-executing its
 * actions, and write what follows in one go.
 */

import {
  type EventText,
  EventType,
  type ExecutionStarted,
  eventText,
  type HistoryEvent,
  type Marker,
  type ParentInstance,
  type TaskScheduled,
} from '../replay/history.ts';
import { completion, type Decision, nextIdAfter } from '../replay/replay.ts';
import { notifyParent, parentOf, startChild } from './children.ts';
import { type Engine, newId } from './context.ts';
import { ask, decide } from './decide.ts';
import {
  append,
  emptyHistory,
  type History,
  type InboxMessage,
  type Instance,
  isFinished,
  outstandingActivities,
  outstandingTimers,
} from './instances.ts';

const executionStarted = ({ row }: Instance, parent: ParentInstance | null, Timestamp: string): ExecutionStarted => ({
  EventType: EventType.ExecutionStarted,
  EventId: -1,
  OrchestrationInstance: { InstanceId: row.id, ExecutionId: row.execution_id },
  ParentInstance: parent,
  Name: row.name,
  Version: row.version,
  Input: row.input,
  Timestamp,
});

const marker = (type: Marker['EventType'], Timestamp: string): Marker => ({ EventType: type, EventId: -1, Timestamp });

/** The orchestrator's time: never before what its history says, nor before a timer that has fired. */
const episodeTime = (engine: Engine, history: History, inbox: readonly InboxMessage[]): string => {
  const last = history.events.at(-1);
  let time = Math.max(engine.now(), last === undefined ? 0 : Date.parse(last.Timestamp));
  for (const { event } of inbox)
    if (event.EventType === EventType.TimerFired) time = Math.max(time, Date.parse(event.FireAt));
  return new Date(time).toISOString();
};

const dispatchActivities = (engine: Engine, { row }: Instance, events: readonly HistoryEvent[]): void => {
  const { id: instanceId, execution_id: executionId, trace } = row;
  const scheduled = events.filter((event): event is TaskScheduled => event.EventType === EventType.TaskScheduled);
  if (scheduled.length === 0) return;
  engine.store.afterCommit(() => {
    for (const { EventId: id, Name: name, Input: input } of scheduled)
      engine.dispatch({ instanceId, executionId, trace, id, name, input });
  });
};

const report = (engine: Engine, { row }: Instance, decision: Decision): void => {
  const { log } = engine;
  const about = { instance: row.id, orchestrator: row.name };
  for (const warning of decision.warnings) log.warn(about, warning);
  const names = decision.dropped.map((event) => event.Name).join(', ');
  if (names !== '' && decision.continueAsNew !== undefined)
    log.warn(about, `continueAsNew drops unconsumed events: ${names}`);
  else if (names !== '') log.info(about, `the orchestration ended without consuming events: ${names}`);
  if (decision.status === 'Failed') log.error(about, `orchestration failed: ${row.output}`);
  else if (isFinished(row)) log.debug(about, `orchestration ${decision.status.toLowerCase()}`);
};

/** The carried events stay in the inbox, before whatever has arrived meanwhile; the others have been consumed. */
const consume = (engine: Engine, instance: Instance, taken: readonly InboxMessage[], decision: Decision): void => {
  const carried = new Set<HistoryEvent>(decision.continueAsNew?.carried);
  const kept = taken.filter(({ event }) => carried.delete(event));
  for (const { event, row } of taken)
    if (row !== undefined && !kept.some((message) => message.event === event)) engine.store.removeMessage(row);
  const again = [...(carried as Set<InboxMessage['event']>)].map((event) => ({
    event,
    row: engine.store.addMessage(instance.row.key, JSON.stringify(event)),
  }));
  instance.inbox = [...again, ...kept, ...instance.inbox];
};

const beginNextGeneration = (engine: Engine, instance: Instance, input: string): void => {
  engine.store.clearHistory(instance.row.key);
  instance.row.execution_id = newId();
  instance.row.input = input;
  instance.history = emptyHistory();
  instance.fired.clear();
};

const settleRow = (engine: Engine, instance: Instance, decision: Decision, timestamp: string): void => {
  const { row } = instance;
  const history = engine.instances.history(instance);
  const end = decision.events.at(-1);
  row.status = decision.status;
  row.updated_at = Date.parse(timestamp);
  row.output = end?.EventType === EventType.ExecutionCompleted ? end.Result : null;
  const finished = isFinished(row);
  const timers = finished ? [] : outstandingTimers(history).map((timer) => Date.parse(timer.FireAt));
  row.next_timer = timers.length === 0 ? null : Math.min(...timers);
  row.open_work = finished ? 0 : history.episodes === 0 ? 1 : outstandingActivities(history).length;
  engine.store.update(row);
};

/** A finished instance drops what has arrived meanwhile and leaves the memory. */
const finish = (engine: Engine, instance: Instance, timestamp: string): void => {
  for (const { row } of instance.inbox.splice(0)) if (row !== undefined) engine.store.removeMessage(row);
  engine.alarms.set(instance.row.id, undefined);
  notifyParent(engine, instance, timestamp);
  engine.store.afterCommit(() => {
    engine.instances.drop(instance);
    engine.finished(instance.row.id);
  });
};

interface Episode {
  taken: readonly InboxMessage[];
  fresh: readonly HistoryEvent[];
  freshTexts: readonly EventText[];
  decision: Decision;
  timestamp: string;
}

const apply = (
  engine: Engine,
  instance: Instance,
  { taken, fresh, freshTexts, decision, timestamp }: Episode,
): void => {
  const { store } = engine;
  const history = engine.instances.history(instance);
  const added = [...decision.events, marker(EventType.OrchestratorCompleted, timestamp)];
  consume(engine, instance, taken, decision);
  if (decision.continueAsNew === undefined)
    store.appendEpisode(
      instance.row.key,
      history.episodes,
      append(history, [...fresh, ...added], [...freshTexts, ...added.map(eventText)]),
    );
  else beginNextGeneration(engine, instance, decision.continueAsNew.input);
  for (const { event } of taken) if (event.EventType === EventType.TimerFired) instance.fired.delete(event.TimerId);
  settleRow(engine, instance, decision, timestamp);
  report(engine, instance, decision);
  if (isFinished(instance.row)) return finish(engine, instance, timestamp);
  dispatchActivities(engine, instance, decision.events);
  for (const event of decision.events)
    if (event.EventType === EventType.SubOrchestrationInstanceCreated) startChild(engine, instance, event);
  engine.setAlarm(instance);
};

/** Runs the instance's next episode and writes it. Rejects only if it could not be written. */
export const runEpisode = async (engine: Engine, instance: Instance): Promise<void> => {
  const history = engine.instances.history(instance);
  const taken = instance.inbox.splice(0);
  const timestamp = episodeTime(engine, history, taken);
  const first = history.episodes === 0 ? [executionStarted(instance, parentOf(instance), timestamp)] : [];
  const fresh = [marker(EventType.OrchestratorStarted, timestamp), ...first, ...taken.map(({ event }) => event)];
  const freshTexts = fresh.map(eventText);
  const terminated = taken.find(({ event }) => event.EventType === EventType.ExecutionTerminated)?.event;
  if (terminated?.EventType === EventType.ExecutionTerminated) {
    const at = { id: nextIdAfter(history.events), timestamp };
    return apply(engine, instance, {
      taken,
      fresh,
      freshTexts,
      timestamp,
      decision: completion('Terminated', terminated.Input, at),
    });
  }
  const answer = await ask(engine, instance, freshTexts);
  if (engine.isClosed()) return;
  const decision = decide(engine, instance, fresh, answer);
  apply(engine, instance, { taken, fresh, freshTexts, timestamp, decision });
};
