/** Runs the instances of a hub: hands out messages, starts episodes and activities, rings timers, and recovers after a restart. */
import type { DurableHubOptions } from '../port.ts';
import { EventType, type Message } from '../replay/history.ts';
import type { InstanceRow, Store } from '../store/store.ts';
import { runActivity } from './activities.ts';
import { startAlarms } from './alarms.ts';
import { type ActivityCall, type Engine, newId, type StartRequest } from './context.ts';
import { createEndListeners } from './end-listeners.ts';
import { runEpisode } from './episode.ts';
import { indexFunctions } from './functions.ts';
import { createInstances, type Instance, isFinished, outstandingActivities, outstandingTimers } from './instances.ts';
import { workQueue } from './work-queue.ts';

/** Characters of history text kept in memory for waiting instances. */
const historyInMemory = 1_000_000;

/** Episodes between two looks at how much history is in memory. */
const trimEvery = 256;

const newRow = (engine: Engine, request: StartRequest): InstanceRow => ({
  key: engine.store.nextKey(),
  id: request.instanceId,
  execution_id: newId(),
  name: request.name,
  version: request.version ?? engine.options.defaultVersion ?? '',
  status: 'Pending',
  created_at: engine.now(),
  updated_at: engine.now(),
  open_work: 1,
  next_timer: null,
  parent: request.parent === undefined ? null : JSON.stringify(request.parent),
  trace: request.trace,
  input: request.input,
  custom_status: null,
  output: null,
});

const start = (engine: Engine, request: StartRequest): Instance | undefined => {
  const existing = engine.instances.get(request.instanceId);
  if (existing !== undefined && !isFinished(existing.row)) return existing;
  if (existing !== undefined) {
    engine.store.remove(existing.row.key);
    engine.instances.drop(existing);
  }
  const instance = engine.instances.add(newRow(engine, request));
  engine.store.insert(instance.row);
  engine.ready(instance);
  return undefined;
};

const deliver = (engine: Engine, instance: Instance, event: Message, keep: 'keep' | 'derivable'): void => {
  if (keep === 'keep')
    instance.inbox.push({ event, row: engine.store.addMessage(instance.row.key, JSON.stringify(event)) });
  else instance.inbox.push({ event });
  engine.ready(instance);
};

const finishActivity = (engine: Engine, call: ActivityCall, event: Message): void => {
  if (engine.isClosed()) return;
  const instance = engine.instances.get(call.instanceId);
  if (instance === undefined || isFinished(instance.row) || instance.row.execution_id !== call.executionId) {
    engine.log.debug({ instance: call.instanceId, activity: call.name }, 'the result of an activity comes too late');
    return;
  }
  engine.deliver(instance, event, 'derivable');
};

const fireTimers = (engine: Engine, id: string): void => {
  const instance = engine.instances.get(id);
  if (instance === undefined || isFinished(instance.row)) return;
  const now = engine.now();
  for (const timer of outstandingTimers(engine.instances.history(instance))) {
    if (instance.fired.has(timer.EventId) || Date.parse(timer.FireAt) > now) continue;
    instance.fired.add(timer.EventId);
    const { FireAt } = timer;
    const Timestamp = new Date(now).toISOString();
    engine.deliver(
      instance,
      { EventType: EventType.TimerFired, EventId: -1, TimerId: timer.EventId, FireAt, Timestamp },
      'derivable',
    );
  }
  engine.setAlarm(instance);
};

const setAlarm = (engine: Engine, instance: Instance): void => {
  const waiting = outstandingTimers(engine.instances.history(instance)).filter((t) => !instance.fired.has(t.EventId));
  const due = waiting.map((timer) => Date.parse(timer.FireAt));
  engine.alarms.set(instance.row.id, due.length === 0 ? undefined : Math.min(...due));
};

/** The calls of every activity that has been scheduled and has not ended. */
const openCalls = (engine: Engine, instance: Instance): ActivityCall[] =>
  outstandingActivities(engine.instances.history(instance)).map((event) => ({
    instanceId: instance.row.id,
    executionId: instance.row.execution_id,
    trace: instance.row.trace,
    id: event.EventId,
    name: event.Name,
    input: event.Input,
  }));

const recover = (engine: Engine): void => {
  const idOf = new Map<number, string>();
  for (const { id, key, open_work, next_timer } of engine.store.unfinished()) {
    idOf.set(key, id);
    if (next_timer !== null) engine.alarms.set(id, next_timer);
    const instance = open_work > 0 ? engine.instances.get(id) : undefined;
    if (instance === undefined) continue;
    if (engine.instances.history(instance).episodes === 0) engine.ready(instance);
    for (const call of openCalls(engine, instance)) engine.dispatch(call);
  }
  for (const message of engine.store.messages()) {
    const id = idOf.get(message.instance);
    const instance = id === undefined ? undefined : engine.instances.get(id);
    if (instance === undefined) engine.store.removeMessage(message.id);
    else {
      instance.inbox.push({ event: JSON.parse(message.event) as Message, row: message.id });
      engine.ready(instance);
    }
  }
};

/** Whether the instance's function is there to run it. If not it waits, so that a corrected app can take it up again. */
const canRun = (engine: Engine, instance: Instance): boolean =>
  engine.functions.find('orchestrator', instance.row.name) !== undefined ||
  instance.inbox.some(({ event }) => event.EventType === EventType.ExecutionTerminated);

/** Starts the engine over what the store holds. `close` lets work that is under way end for at most `graceMs`. */
export const startEngine = (
  options: DurableHubOptions,
  store: Store,
): Engine & { close(graceMs: number): Promise<void> } => {
  const { log } = options;
  const now = options.now ?? Date.now;
  const missing = new Set<string>();
  const endListeners = createEndListeners();
  let closed = false;
  let turnPlanned = false;
  let episodesSinceTrim = 0;

  const episodes = workQueue<Instance>(options.maxConcurrentOrchestrators, async (instance) => {
    try {
      await runEpisode(engine, instance);
    } catch (error) {
      log.error({ err: error, instance: instance.row.id }, 'an episode could not be kept');
      return;
    }
    instance.busy = false;
    if (instance.inbox.length > 0 || instance.history?.episodes === 0) engine.ready(instance);
    trim();
  });

  const trim = (): void => {
    episodesSinceTrim += 1;
    if (episodesSinceTrim < trimEvery) return;
    episodesSinceTrim = 0;
    store.afterCommit(() => engine.instances.trim());
  };

  const activities = workQueue<ActivityCall>(options.maxConcurrentActivities, (call) => runActivity(engine, call));

  /** Episodes begin once per turn of the event loop, so that messages which arrive together are consumed together. */
  const turn = (): void => {
    turnPlanned = false;
    episodes.pump();
  };

  const reportMissing = (instance: Instance): void => {
    if (missing.has(instance.row.name)) return;
    missing.add(instance.row.name);
    log.error(
      { instance: instance.row.id },
      `instances of '${instance.row.name}' wait: ${engine.functions.refusal('orchestrator', instance.row.name)}`,
    );
  };

  const ready = (instance: Instance): void => {
    if (instance.busy || isFinished(instance.row)) return;
    if (!canRun(engine, instance)) return reportMissing(instance);
    instance.busy = true;
    episodes.push(instance);
    if (turnPlanned) return;
    turnPlanned = true;
    setImmediate(turn);
  };

  const engine: Engine = {
    options,
    functions: indexFunctions(options.functions),
    store,
    instances: createInstances(store, historyInMemory),
    alarms: startAlarms(now, (id) => fireTimers(engine, id)),
    log,
    now,
    start: (request) => start(engine, request),
    deliver: (instance, event, keep) => deliver(engine, instance, event, keep),
    ready,
    dispatch: (call) => {
      activities.push(call);
      activities.pump();
    },
    whenFinished: endListeners.add,
    finished: endListeners.tell,
    isClosed: () => closed,
    finishActivity: (call, event) => finishActivity(engine, call, event),
    setAlarm: (instance) => setAlarm(engine, instance),
  };

  const quiet = async (): Promise<void> => {
    await activities.idle();
    await new Promise(setImmediate);
    await episodes.idle();
  };

  recover(engine);
  engine.alarms.ring();
  return {
    ...engine,
    close: async (graceMs) => {
      engine.alarms.stop();
      activities.stop();
      let timeout: NodeJS.Timeout | undefined;
      const patience = new Promise((resolve) => {
        timeout = setTimeout(resolve, graceMs);
      });
      await Promise.race([quiet(), patience]);
      clearTimeout(timeout);
      episodes.stop();
      closed = true;
    },
  };
};
