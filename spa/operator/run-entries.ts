/** The durable run of an order as lines that an operator can read: what was done, heard, waited for, retried and failed. */
import type { RunEvent } from '../api/types.ts';
import { timeOfDay } from '../format.ts';
import { operatorTexts } from '../texts-operator.ts';

const texts = operatorTexts.run;

export type RunKind = 'begin' | 'step' | 'heard' | 'wait' | 'failure' | 'end';

export interface RunEntry {
  kind: RunKind;
  title: string;
  at: string;
  /** How long it took, in milliseconds, where that is known. */
  tookMs?: number;
  notes: string[];
  /** Everything that is known of it, for whoever wants to look closely. */
  raw: RunEvent;
}

/** The durable engine keeps inputs and results as JSON text. */
const unpack = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** What a step of the saga did: the state it set and the events it sent. */
const stepOf = (input: unknown) => {
  const step = recordOf(listOf(unpack(input))[0] ?? unpack(input));
  const published = listOf(step.publish).map(recordOf);
  const attempts = published.map(({ data }) => Number(recordOf(data).attempt ?? 1));
  return {
    status: textOf(recordOf(step.change).status),
    sent: published.map(({ type }) => textOf(type) ?? '').filter(Boolean),
    attempt: Math.max(1, ...attempts),
  };
};

const tookMs = ({ scheduledAt, at }: RunEvent): { tookMs?: number } =>
  scheduledAt === undefined ? {} : { tookMs: Math.max(0, Date.parse(at) - Date.parse(scheduledAt)) };

const stepEntry = (event: RunEvent): RunEntry => {
  const { status, sent, attempt } = stepOf(event.input);
  const notes = [
    ...(event.type === 'TaskScheduled' ? [texts.working] : []),
    ...(sent.length > 0 ? [texts.sent(sent.join(', '))] : []),
    ...(attempt > 1 ? [texts.again(attempt)] : []),
  ];
  const title = status === undefined ? texts.undone : texts.status(status);
  return { kind: 'step', title, at: event.at, ...tookMs(event), notes, raw: event };
};

const heardEntry = (event: RunEvent): RunEntry => {
  const { type, reason } = recordOf(unpack(event.input));
  const why = textOf(recordOf(reason).text);
  const title = texts.message(textOf(type) ?? event.name ?? '');
  return { kind: 'heard', title, at: event.at, notes: why === undefined ? [] : [why], raw: event };
};

const failureEntry = (event: RunEvent): RunEntry => {
  const notes = [event.reason, event.name].filter((note) => note !== undefined);
  return { kind: 'failure', title: texts.failed, at: event.at, ...tookMs(event), notes, raw: event };
};

const plain = (kind: RunKind, title: string, event: RunEvent, notes: string[] = []): RunEntry => ({
  kind,
  title,
  at: event.at,
  notes,
  raw: event,
});

const entryOf = (event: RunEvent): RunEntry => {
  switch (event.type) {
    case 'ExecutionStarted':
      return plain('begin', texts.began, event);
    case 'TaskScheduled':
    case 'TaskCompleted':
      return stepEntry(event);
    case 'EventRaised':
      return heardEntry(event);
    case 'TaskFailed':
    case 'ExecutionFailed':
      return failureEntry(event);
    case 'ExecutionCompleted':
    case 'ExecutionTerminated':
      return plain('end', texts.ended, event, event.reason === undefined ? [] : [event.reason]);
    default:
      return plain('step', event.name ?? event.type, event);
  }
};

const isTimer = ({ type }: RunEvent): boolean => type === 'TimerCreated' || type === 'TimerFired';

const msBetween = (from: string, to: string): number => Math.max(0, Date.parse(to) - Date.parse(from));

/** When a timer was set: with it the run began to wait. */
const setAt = ({ scheduledAt, at }: RunEvent): string => scheduledAt ?? at;

/** The message that ended a wait, if one came before its timer had fired: then nobody minded the timer any more. */
const answerTo = (timer: RunEvent, history: readonly RunEvent[]): RunEvent | undefined => {
  const place = history.indexOf(timer);
  const during = timer.type === 'TimerFired' ? history.slice(0, place) : history.slice(place + 1);
  return during.find(({ type, at }) => type === 'EventRaised' && at >= setAt(timer));
};

/** A wait with its outcome, from its timer, which the history tells of when it is set and when it fires, long after the wait at times. */
const waitEntry = (timer: RunEvent, answer: RunEvent | undefined): RunEntry => {
  const at = setAt(timer);
  const { fireAt = timer.at } = timer;
  const common = { kind: 'wait' as const, at, raw: timer };
  const title = texts.waited(Math.round(msBetween(at, fireAt) / 100) / 10);
  if (answer) return { ...common, title, tookMs: msBetween(at, answer.at), notes: [texts.heardOne] };
  if (timer.type === 'TimerFired')
    return { ...common, title, tookMs: msBetween(at, timer.at), notes: [texts.heardNone] };
  return { ...common, title: texts.waiting, notes: [timeOfDay(fireAt)] };
};

/** The event that a wait stands before: what ended it, or the first thing that happened after it had begun. */
const nextAfter = (timer: RunEvent, answer: RunEvent | undefined, others: readonly RunEvent[]): RunEvent | undefined =>
  others.find((event) => event === answer || event.at > setAt(timer));

/** The lines of a run, oldest first. */
export const runEntries = (history: readonly RunEvent[]): RunEntry[] => {
  const others = history.filter((event) => !isTimer(event));
  const waits = history.filter(isTimer).map((timer) => {
    const answer = answerTo(timer, history);
    return { entry: waitEntry(timer, answer), before: nextAfter(timer, answer, others) };
  });
  const waitsBefore = (event?: RunEvent) => waits.filter(({ before }) => before === event).map(({ entry }) => entry);
  return [...others.flatMap((event) => [...waitsBefore(event), entryOf(event)]), ...waitsBefore()];
};
