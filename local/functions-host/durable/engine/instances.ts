/** The instances in memory: every one that has something to do, and the most recently used of those that wait. */
import {
  type EventText,
  EventType,
  type HistoryEvent,
  type Message,
  parseEvents,
  playedText,
  type TaskScheduled,
  type TimerCreated,
} from '../replay/history.ts';
import type { InstanceRow, Store } from '../store/store.ts';

/** The current generation's history, as objects for the replay and as text for the trigger. */
export interface History {
  events: HistoryEvent[];
  /** The same, serialised as played. */
  text: string;
  episodes: number;
  /** Activities and timers without an end, by id. */
  outstanding: Map<number, TaskScheduled | TimerCreated>;
}

/** `row` is where the message is kept; without one, the history tells after a restart that it has to come again. */
export interface InboxMessage {
  event: Message;
  row?: number;
}

export interface Instance {
  row: InstanceRow;
  /** Undefined until it is needed. */
  history?: History;
  inbox: InboxMessage[];
  /** An episode is queued or running. */
  busy: boolean;
  /** Timers whose `TimerFired` is in the inbox or in the running episode. */
  fired: Set<number>;
}

export const isFinished = (row: Pick<InstanceRow, 'status'>): boolean =>
  row.status === 'Completed' || row.status === 'Failed' || row.status === 'Terminated';

export const emptyHistory = (): History => ({ events: [], text: '', episodes: 0, outstanding: new Map() });

/** Keeps account of which activities and timers are outstanding. */
const track = (outstanding: History['outstanding'], events: readonly HistoryEvent[]): void => {
  for (const event of events) {
    if (event.EventType === EventType.TaskScheduled || event.EventType === EventType.TimerCreated)
      outstanding.set(event.EventId, event);
    else if (event.EventType === EventType.TaskCompleted || event.EventType === EventType.TaskFailed)
      outstanding.delete(event.TaskScheduledId);
    else if (event.EventType === EventType.TimerFired) outstanding.delete(event.TimerId);
  }
};

/** Adds an episode's events; gives their text as it is stored. */
export const append = (history: History, events: readonly HistoryEvent[], texts: readonly EventText[]): string => {
  const text = playedText(events, texts);
  history.events.push(...events);
  history.text = history.text === '' ? text : `${history.text},${text}`;
  history.episodes += 1;
  track(history.outstanding, events);
  return text;
};

export const outstandingActivities = (history: History): TaskScheduled[] =>
  [...history.outstanding.values()].filter((event) => event.EventType === EventType.TaskScheduled);

export const outstandingTimers = (history: History): TimerCreated[] =>
  [...history.outstanding.values()].filter((event) => event.EventType === EventType.TimerCreated);

export interface Instances {
  /** From memory or from the store. */
  get: (id: string) => Instance | undefined;
  /** From memory only. */
  peek: (id: string) => Instance | undefined;
  add: (row: InstanceRow) => Instance;
  /** The instance's history, read from the store if it is not in memory. */
  history: (instance: Instance) => History;
  /** Forgets a finished instance. */
  drop: (instance: Instance) => void;
  /** Forgets the least recently used histories beyond the limit. Call only when everything written is committed. */
  trim: () => void;
}

/** What an instance takes in memory beside its history's text, in the same unit: characters, roughly. */
const overhead = 2000;

const sizeOf = (instance: Instance): number => overhead + (instance.history?.text.length ?? 0);

/** `limit`: characters of history text that are kept for instances that wait. */
export const createInstances = (store: Store, limit: number): Instances => {
  const known = new Map<string, Instance>();

  const keep = (row: InstanceRow): Instance => {
    const instance: Instance = { row, inbox: [], busy: false, fired: new Set() };
    known.set(row.id, instance);
    return instance;
  };

  const isIdle = (instance: Instance): boolean => !instance.busy && instance.inbox.length === 0;

  const trim = (): void => {
    let size = 0;
    for (const instance of known.values()) size += sizeOf(instance);
    for (const instance of known.values()) {
      if (size <= limit) return;
      if (!isIdle(instance)) continue;
      known.delete(instance.row.id);
      size -= sizeOf(instance);
    }
  };

  return {
    get: (id) => {
      const instance = known.get(id);
      if (instance === undefined) {
        const row = store.find(id);
        return row && keep(row);
      }
      known.delete(id);
      known.set(id, instance);
      return instance;
    },
    peek: (id) => known.get(id),
    add: (row) => keep(row),
    history: (instance) => {
      if (instance.history !== undefined) return instance.history;
      const history = emptyHistory();
      const episodes = store.episodes(instance.row.key);
      history.text = episodes.join(',');
      history.events = parseEvents(history.text);
      history.episodes = episodes.length;
      track(history.outstanding, history.events);
      instance.history = history;
      return history;
    },
    drop: (instance) => {
      if (known.get(instance.row.id) === instance) known.delete(instance.row.id);
    },
    trim,
  };
};
