import { expect, test } from 'vitest';
import { bodyOf, type Clocked, content, createClocked, START, scheduled, settings } from '../testing/engine.ts';
import type { Filter, SystemField } from './filter.ts';
import { peek } from './receive.ts';
import { cancelScheduled, send } from './send.ts';

type Wanted = { system?: Partial<Record<SystemField, string>>; properties?: Record<string, string | number | boolean> };

const correlation = ({ system = {}, properties = {} }: Wanted): Filter => ({
  kind: 'correlation',
  system: new Map(Object.entries(system) as [SystemField, string][]),
  properties: new Map(Object.entries(properties)),
});

const topicWith = (subscriptions: Record<string, Filter[]>, defaultTimeToLive = Infinity): Clocked =>
  createClocked({
    queues: [],
    topics: [
      {
        name: 't',
        defaultTimeToLive,
        subscriptions: Object.entries(subscriptions).map(([name, filters]) => ({
          name,
          settings,
          rules: filters.map((filter, i) => ({ name: `r${i}`, filter })),
        })),
      },
    ],
  });

const bodies = (clock: Clocked, subscription: string) =>
  peek(clock.queue(`t/Subscriptions/${subscription}`), 0, 99).map(bodyOf);

test('a message goes once to every subscription with a matching rule', () => {
  const clock = topicWith({
    all: [{ kind: 'true' }],
    none: [],
    either: [correlation({ system: { label: 'x' } }), correlation({ system: { correlationId: 'c' } })],
    both: [correlation({ system: { label: 'x', correlationId: 'c' } })],
  });
  const topic = clock.entity('t');
  send(topic, content('1', { subject: 'x', correlation_id: 'c' }));
  send(topic, content('2', { subject: 'x' }));
  send(topic, content('3', { subject: 'y' }));
  expect(bodies(clock, 'all')).toEqual(['1', '2', '3']);
  expect(bodies(clock, 'none')).toEqual([]);
  expect(bodies(clock, 'either')).toEqual(['1', '2']);
  expect(bodies(clock, 'both')).toEqual(['1']);
});

test.each<[SystemField, string, object]>([
  ['messageId', 'm', { message_id: 'm' }],
  ['to', 'somewhere', { to: 'somewhere' }],
  ['label', 's', { subject: 's' }],
  ['replyTo', 'r', { reply_to: 'r' }],
  ['correlationId', 'c', { correlation_id: 'c' }],
  ['correlationId', '7', { correlation_id: 7 }],
  ['contentType', 'text/plain', { content_type: 'text/plain' }],
  ['sessionId', 'g', { group_id: 'g' }],
  ['replyToSessionId', 'rg', { reply_to_group_id: 'rg' }],
])('a correlation filter compares %s with "%s"', (field, value, fields) => {
  const clock = topicWith({
    same: [correlation({ system: { [field]: value } })],
    other: [correlation({ system: { [field]: `not ${value}` } })],
  });
  send(clock.entity('t'), content('a', { ...fields }));
  expect(bodies(clock, 'same')).toEqual(['a']);
  expect(bodies(clock, 'other')).toEqual([]);
});

test('application properties are compared by type and value', () => {
  const clock = topicWith({
    number: [correlation({ properties: { n: 1 } })],
    text: [correlation({ properties: { n: '1' } })],
    both: [correlation({ properties: { n: 1, flag: true } })],
  });
  send(clock.entity('t'), content('a', { application_properties: { n: 1, flag: true } }));
  send(clock.entity('t'), content('b', { application_properties: { n: '1' } }));
  expect(bodies(clock, 'number')).toEqual(['a']);
  expect(bodies(clock, 'text')).toEqual(['b']);
  expect(bodies(clock, 'both')).toEqual(['a']);
});

test('every copy has its subscription’s number and remembers the topic’s', () => {
  const clock = topicWith({ all: [{ kind: 'true' }], some: [correlation({ system: { label: 'x' } })] });
  send(clock.entity('t'), content('1'));
  send(clock.entity('t'), content('2', { subject: 'x' }));
  const [copy] = peek(clock.queue('T/subscriptions/SOME'), 0, 9);
  expect(copy).toMatchObject({ sequenceNumber: 1, enqueuedSequenceNumber: 2 });
});

test('the topic’s time to live limits the copies', () => {
  const clock = topicWith({ all: [{ kind: 'true' }] }, 100);
  send(clock.entity('t'), content('1'));
  clock.pass(100);
  expect(bodies(clock, 'all')).toEqual([]);
});

test('a topic keeps a scheduled message until its time and then hands out copies', () => {
  const clock = topicWith({ all: [{ kind: 'true' }] });
  const topic = clock.entity('t');
  send(topic, scheduled('later', START + 100));
  send(topic, scheduled('never', START + 100));
  expect(cancelScheduled(topic, [2])).toBeUndefined();
  expect(bodies(clock, 'all')).toEqual([]);
  clock.pass(100);
  expect(bodies(clock, 'all')).toEqual(['later']);
});
