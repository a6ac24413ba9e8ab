import { Buffer } from 'node:buffer';
import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import { describe, expect, test } from 'vitest';
import { bodyBytes, messageMetadata } from './trigger-data.ts';

const message = (fields: Partial<ServiceBusReceivedMessage> = {}) =>
  ({ body: Buffer.from(''), state: 'active', _rawAmqpMessage: {}, ...fields }) as ServiceBusReceivedMessage;

describe('metadata of a message', () => {
  test('holds every key that the Functions host sends, in its types', () => {
    const metadata = messageMetadata(
      message({
        messageId: '123',
        correlationId: 'order-1',
        contentType: 'application/json',
        subject: 'OrderStarted',
        sessionId: 's',
        deliveryCount: 0,
        enqueuedTimeUtc: new Date('2026-11-22T17:32:41.950Z'),
        expiresAtUtc: new Date('2026-11-22T18:00:00.000Z'),
        applicationProperties: { EventType: 'x', n: 1 },
      }),
      'text',
    );
    expect(metadata).toEqual({
      MessageId: { string: '123' },
      CorrelationId: { json: '"order-1"' },
      ContentType: { json: '"application/json"' },
      Subject: { json: '"OrderStarted"' },
      Label: { json: '"OrderStarted"' },
      SessionId: { json: '"s"' },
      DeliveryCount: { json: '1' },
      SequenceNumber: { json: '0' },
      EnqueuedTimeUtc: { json: '"2026-11-22T17:32:41.95"' },
      EnqueuedTime: { json: '"2026-11-22T17:32:41.95+00:00"' },
      ExpiresAtUtc: { json: '"2026-11-22T18:00:00"' },
      ExpiresAt: { json: '"2026-11-22T18:00:00+00:00"' },
      ApplicationProperties: { json: '{"EventType":"x","n":1}' },
      UserProperties: { json: '{"EventType":"x","n":1}' },
    });
  });

  test('takes over the top-level properties of a JSON object as strings, which override without regard to case', () => {
    const body = JSON.stringify({
      messageid: 'mine',
      ok: true,
      off: false,
      n: 1.5,
      none: null,
      list: [1],
      deep: { a: 1 },
    });
    const metadata = messageMetadata(message({ messageId: 'theirs' }), body);
    expect(metadata).toMatchObject({
      MessageId: { json: '"mine"' },
      ok: { json: '"True"' },
      off: { json: '"False"' },
      n: { string: '1.5' },
      deep: { json: '{"a":1}' },
    });
    expect(metadata).not.toHaveProperty('none');
    expect(metadata).not.toHaveProperty('list');
    expect(metadata).not.toHaveProperty('messageid');
  });

  test.each(['[1,2]', '"text"', '5', '{broken', ''])('takes nothing from the body %j', (body) => {
    expect(messageMetadata(message(), body)).toEqual(messageMetadata(message(), ''));
  });
});

test('a body is the bytes that were sent, or the text of an AMQP value', () => {
  expect(bodyBytes(Buffer.from([1, 2]))).toEqual(Buffer.from([1, 2]));
  expect(bodyBytes(new Uint8Array([3]))).toEqual(Buffer.from([3]));
  expect(bodyBytes('text').toString()).toBe('text');
  expect(bodyBytes({ a: 1 }).toString()).toBe('{"a":1}');
  expect(bodyBytes(undefined)).toHaveLength(0);
});
