/** The queue state machine against a model that is too simple to be wrong: a list of messages, searched from end to end. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRefusal } from '../refusal.ts';
import { bodyOf, type Clocked, content, oneQueue, START, scheduled } from '../testing/engine.ts';
import { advance } from './due.ts';
import { nextDue } from './engine.ts';
import type { Message, Queue } from './model.ts';
import { peek, receive, receiveDeferred } from './receive.ts';
import { cancelScheduled, send } from './send.ts';
import { renewLocks, settle } from './settle.ts';

const LOCK = 100;
const TTL = 350;
const MAX_DELIVERIES = 3;

type State = 'active' | 'locked' | 'deferred' | 'scheduled';
type Entry = {
  number: number;
  body: string;
  state: State;
  /** When a lock ends or a schedule begins. */
  at: number;
  expires: number;
  count: number;
  wasDeferred: boolean;
  lock: number;
};

/** What should be in the queue and in its dead-letter queue (bodies and delivery counts). */
type Model = { now: number; last: number; entries: Entry[]; dead: string[] };
type Real = { clock: Clocked; q: Queue; dlq: Queue };

const entryOf = (model: Model, body: string, state: State, at: number): Entry => ({
  number: ++model.last,
  body,
  state,
  at,
  expires: model.now + TTL,
  count: 0,
  wasDeferred: false,
  lock: 0,
});

const remove = (model: Model, entry: Entry): void => {
  model.entries = model.entries.filter((other) => other !== entry);
};

const fail = (model: Model, entry: Entry): void => {
  entry.count++;
  if (entry.count < MAX_DELIVERIES) entry.state = entry.wasDeferred ? 'deferred' : 'active';
  else {
    remove(model, entry);
    model.dead.push(`${entry.body} ${entry.count}`);
  }
};

const dueOf = (entry: Entry): number => {
  if (entry.state === 'active') return entry.expires;
  return entry.state === 'deferred' ? Infinity : entry.at;
};

const fallDue = (model: Model, entry: Entry): void => {
  if (entry.state === 'locked') return fail(model, entry);
  remove(model, entry);
  if (entry.state === 'scheduled') model.entries.push(entryOf(model, entry.body, 'active', 0));
  else model.dead.push(`${entry.body} ${entry.count}`);
};

/** Lets everything happen that is due by now, the earliest first. */
const passTime = (model: Model): void => {
  for (;;) {
    const [next] = model.entries.toSorted((a, b) => dueOf(a) - dueOf(b));
    if (next === undefined || dueOf(next) > model.now) return;
    fallDue(model, next);
  }
};

type Step =
  | { do: 'send' | 'receive' | 'receiveAndDelete' }
  | { do: 'schedule' | 'pass'; ms: number }
  | { do: 'complete' | 'abandon' | 'defer' | 'renew' | 'receiveDeferred' | 'cancel'; pick: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('send' as const, 'receive' as const, 'receiveAndDelete' as const) }),
  fc.record({ do: fc.constantFrom('send' as const, 'receive' as const) }),
  fc.record({ do: fc.constantFrom('schedule' as const, 'pass' as const), ms: fc.integer({ min: 1, max: 150 }) }),
  fc.record({
    do: fc.constantFrom(
      'complete' as const,
      'abandon' as const,
      'defer' as const,
      'renew' as const,
      'receiveDeferred' as const,
      'cancel' as const,
    ),
    pick: fc.nat(20),
  }),
);

const pickFrom = (model: Model, state: State, pick: number): Entry | undefined => {
  const candidates = model.entries.filter((entry) => entry.state === state);
  return candidates[pick % Math.max(candidates.length, 1)];
};

const lockInModel = (model: Model, entry: Entry, message: Message | undefined): void => {
  entry.wasDeferred = entry.state === 'deferred';
  entry.state = 'locked';
  entry.at = model.now + LOCK;
  entry.lock = message?.state.kind === 'locked' ? message.state.lock : -1;
};

const nextActive = (model: Model): Entry | undefined =>
  model.entries.filter((entry) => entry.state === 'active').toSorted((a, b) => a.number - b.number)[0];

const settleBoth = (model: Model, { q }: Real, entry: Entry, kind: 'complete' | 'abandon' | 'defer'): void => {
  expect(settle(q, [entry.lock], { kind })).toBeUndefined();
  if (kind === 'complete') remove(model, entry);
  if (kind === 'abandon') fail(model, entry);
  if (kind === 'defer') Object.assign(entry, { state: 'deferred', count: entry.count + 1 });
};

const run = (model: Model, real: Real, step: Step): void => {
  const { clock, q } = real;
  const body = `m${model.last}`;
  switch (step.do) {
    case 'pass':
      clock.pass(step.ms);
      model.now += step.ms;
      return passTime(model);
    case 'send':
      send(q, content(body));
      return void model.entries.push(entryOf(model, body, 'active', 0));
    case 'schedule':
      send(q, scheduled(body, model.now + step.ms));
      return void model.entries.push(entryOf(model, body, 'scheduled', model.now + step.ms));
    case 'receive':
    case 'receiveAndDelete': {
      const wanted = nextActive(model);
      const message = receive(q, step.do === 'receive' ? 'peekLock' : 'receiveAndDelete');
      expect(bodyOf(message)).toBe(wanted?.body);
      if (wanted === undefined) return;
      return step.do === 'receive' ? lockInModel(model, wanted, message) : remove(model, wanted);
    }
    case 'cancel': {
      const entry = pickFrom(model, 'scheduled', step.pick);
      if (entry === undefined) return;
      expect(cancelScheduled(q, [entry.number])).toBeUndefined();
      return remove(model, entry);
    }
    case 'receiveDeferred': {
      const entry = pickFrom(model, 'deferred', step.pick);
      const messages = receiveDeferred(q, [entry?.number ?? 10_000], 'peekLock');
      expect(isRefusal(messages)).toBe(entry === undefined);
      if (entry === undefined || isRefusal(messages)) return;
      return lockInModel(model, entry, messages[0]);
    }
    case 'renew': {
      const entry = pickFrom(model, 'locked', step.pick);
      if (entry === undefined) return;
      entry.at = model.now + LOCK;
      return expect(renewLocks(q, [entry.lock])).toEqual([entry.at]);
    }
    default: {
      const entry = pickFrom(model, 'locked', step.pick);
      if (entry !== undefined) settleBoth(model, real, entry, step.do);
    }
  }
};

/** All that can be seen of the queue; dead letters of one moment may come in any order. */
const seen = ({ clock, q, dlq }: Real) => {
  advance(clock.namespace.engine);
  return {
    messages: peek(q, 0, 1000).map((message) => [
      message.sequenceNumber,
      bodyOf(message),
      message.state.kind,
      message.deliveryCount,
    ]),
    counts: [q.ready.size, q.locks.size, q.deferredCount, q.scheduledCount],
    dead: peek(dlq, 0, 1000)
      .map((message) => `${bodyOf(message)} ${message.deliveryCount}`)
      .toSorted(),
    nextDue: nextDue(clock.namespace.engine),
  };
};

const expected = (model: Model): ReturnType<typeof seen> => {
  passTime(model);
  const count = (state: State) => model.entries.filter((entry) => entry.state === state).length;
  return {
    messages: model.entries
      .toSorted((a, b) => a.number - b.number)
      .map((entry) => [entry.number, entry.body, entry.state, entry.count]),
    counts: [count('active'), count('locked'), count('deferred'), count('scheduled')],
    dead: model.dead.toSorted(),
    nextDue: Math.min(...model.entries.map(dueOf), Infinity),
  };
};

test('whatever is done in whatever order, the queue holds what it should', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const clock = oneQueue({
        lockDuration: LOCK,
        defaultTimeToLive: TTL,
        maxDeliveryCount: MAX_DELIVERIES,
        deadLetteringOnMessageExpiration: true,
      });
      const real: Real = { clock, q: clock.queue('q'), dlq: clock.queue('q/$DeadLetterQueue') };
      const model: Model = { now: START, last: 0, entries: [], dead: [] };
      for (const each of steps) {
        run(model, real, each);
        expect(seen(real)).toEqual(expected(model));
      }
    }),
    { numRuns: 300 },
  );
});
