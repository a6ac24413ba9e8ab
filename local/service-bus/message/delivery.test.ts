import rhea from 'rhea';
import { describe, expect, test } from 'vitest';
import { peek, receive, receiveDeferred } from '../engine/receive.ts';
import { send } from '../engine/send.ts';
import { settle } from '../engine/settle.ts';
import { content, encodeMessage, oneQueue, START, scheduled } from '../testing/engine.ts';
import { readItems, readText } from './amqp-bytes.ts';
import { parseContent } from './content.ts';
import { encodeDelivery } from './delivery.ts';
import { SECTION, sectionsOf } from './sections.ts';
import { decodeTyped } from './value.ts';

const { types } = rhea;

/** The annotations of an encoded delivery by name: the AMQP type and the value. */
const annotationsOf = (bytes: Buffer): Record<string, [type: string, value: unknown]> => {
  const section = sectionsOf(bytes).find(({ code }) => code === SECTION.messageAnnotations);
  const items = section === undefined ? [] : readItems(bytes, section.value);
  const found: Record<string, [string, unknown]> = {};
  for (let i = 0; i + 1 < items.length; i += 2) {
    const value = decodeTyped(items[i + 1] ?? Buffer.alloc(0));
    found[readText(items[i]) ?? ''] = [value.type.name, value.value];
  }
  return found;
};

test('from the properties on, a delivery has the very bytes that were sent', () => {
  const q = oneQueue().queue('q');
  const sent = encodeMessage('body', {
    durable: true,
    delivery_annotations: { dropped: 1 },
    message_annotations: { kept: types.wrap_int(3) },
    correlation_id: types.wrap_uuid(Buffer.alloc(16, 1)),
    application_properties: { int: types.wrap_int(1), float: types.wrap_float(1.5) },
  });
  const { bareStart } = parseContent(sent);
  send(q, parseContent(sent));
  const message = receive(q, 'peekLock');
  const delivered = message && encodeDelivery(message);
  expect(delivered?.subarray(-(sent.length - bareStart))).toEqual(sent.subarray(bareStart));
  expect(delivered && annotationsOf(delivered).kept).toEqual(['SmallInt', 3]);
});

test('a delivery tells number, times and lock with the types that the SDKs read', () => {
  const q = oneQueue().queue('q');
  send(q, content('a'));
  const message = receive(q, 'peekLock');
  expect(message && annotationsOf(encodeDelivery(message))).toEqual({
    'x-opt-sequence-number': ['Long', 1],
    'x-opt-enqueue-sequence-number': ['Long', 1],
    'x-opt-enqueued-time': ['Timestamp', new Date(START)],
    'x-opt-locked-until': ['Timestamp', new Date(START + 1000)],
    'x-opt-message-state': ['Int', 0],
  });
});

describe('the header', () => {
  const headerOf = (bytes: Buffer) => {
    const { durable, priority, ttl, first_acquirer, delivery_count } = rhea.message.decode(bytes);
    return { durable, priority, ttl, first_acquirer, delivery_count };
  };

  test('has what was sent, and the number of failed deliveries', () => {
    const q = oneQueue().queue('q');
    send(q, content('a', { durable: true, priority: 9, ttl: 5000, delivery_count: 77 }));
    const message = receive(q, 'peekLock');
    if (message?.state.kind === 'locked') settle(q, [message.state.lock], { kind: 'abandon' });
    const again = receive(q, 'peekLock');
    expect(again && headerOf(encodeDelivery(again))).toMatchObject({
      durable: true,
      priority: 9,
      ttl: 5000,
      delivery_count: 1,
    });
  });

  test('has the time to live that really holds', () => {
    const q = oneQueue({ defaultTimeToLive: 2000 }).queue('q');
    send(q, content('a', { ttl: 5000 }));
    send(q, content('b'));
    expect(peek(q, 0, 2).map((message) => headerOf(encodeDelivery(message)).ttl)).toEqual([2000, 2000]);
  });
});

describe('the state', () => {
  const stateOf = (bytes: Buffer | undefined) => bytes && annotationsOf(bytes)['x-opt-message-state'];

  test('a message that was scheduled says so even when it is delivered', () => {
    const clock = oneQueue();
    const q = clock.queue('q');
    send(q, scheduled('a', START + 10));
    const [waiting] = peek(q, 0, 1);
    expect(stateOf(waiting && encodeDelivery(waiting))).toEqual(['Int', 2]);
    clock.pass(10);
    const message = receive(q, 'peekLock');
    expect(stateOf(message && encodeDelivery(message))).toEqual(['Int', 2]);
    expect(message && annotationsOf(encodeDelivery(message))['x-opt-scheduled-enqueue-time']).toEqual([
      'Timestamp',
      new Date(START + 10),
    ]);
  });

  test('a deferred message is deferred, also while it is locked', () => {
    const q = oneQueue().queue('q');
    send(q, content('a'));
    const message = receive(q, 'peekLock');
    if (message?.state.kind === 'locked') settle(q, [message.state.lock], { kind: 'defer' });
    expect(stateOf(message && encodeDelivery(message))).toEqual(['Int', 1]);
    receiveDeferred(q, [1], 'peekLock');
    expect(stateOf(message && encodeDelivery(message))).toEqual(['Int', 1]);
  });
});
