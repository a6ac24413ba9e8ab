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

/** How long a timer was set for. */
const secondsOf = ({ scheduledAt, fireAt, at }: RunEvent): number =>
  Math.round((Date.parse(fireAt ?? at) - Date.parse(scheduledAt ?? at)) / 1000);

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
    case 'TimerCreated':
      return plain('wait', texts.waiting, event, event.fireAt === undefined ? [] : [timeOfDay(event.fireAt)]);
    case 'TimerFired':
      return plain('wait', texts.waited(secondsOf(event)), event);
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

/** The lines of a run, oldest first. */
export const runEntries = (history: readonly RunEvent[]): RunEntry[] => history.map(entryOf);
