/** Scheduling, expiry and peeking, with the unmodified SDK. */
import { describe, expect, test } from 'vitest';
import { available, codeOf, countsOf, next, startForTest } from '../testing/broker.ts';

const inMs = (ms: number) => new Date(Date.now() + ms);

describe('scheduled messages', () => {
  test('appear at their time and not before, in order, on queues and topics', async () => {
    const { client } = await startForTest();
    const at = inMs(4_000);
    const queue = client.createSender('q');
    const numbers = await queue.scheduleMessages([{ body: 1 }, { body: 2 }], at);
    expect(numbers.map(Number)).toEqual([1, 2]);
    await client.createSender('events').sendMessages({ body: 'copy', scheduledEnqueueTimeUtc: at });
    const [q, all] = [client.createReceiver('q'), client.createReceiver('events', 'all')];
    expect(await available(q)).toEqual([]);
    const messages = await q.receiveMessages(2);
    expect(messages.map((message): unknown => message.body)).toEqual([1, 2]);
    expect(messages[0]).toMatchObject({ state: 'scheduled', scheduledEnqueueTimeUtc: at });
    expect(Number(messages[0]?.enqueuedTimeUtc)).toBeGreaterThanOrEqual(at.getTime());
    expect(await next(all)).toMatchObject({ body: 'copy' });
  });

  test('can be cancelled, once', async () => {
    const { client, broker } = await startForTest();
    const sender = client.createSender('q');
    const [first, second] = await sender.scheduleMessages([{ body: 1 }, { body: 2 }], inMs(60_000));
    if (first === undefined || second === undefined) throw new Error('not scheduled');
    expect(await countsOf(broker, 'q')).toMatchObject({ scheduled: 2 });
    await sender.cancelScheduledMessages(first);
    expect(await codeOf(sender.cancelScheduledMessages([first, second]))).toBe('MessageNotFound');
    expect(await countsOf(broker, 'q')).toMatchObject({ scheduled: 1 });
  });

  test('of a topic can be cancelled', async () => {
    const { client, broker } = await startForTest();
    const sender = client.createSender('events');
    const numbers = await sender.scheduleMessages({ body: 1 }, inMs(60_000));
    expect(await countsOf(broker, 'events')).toMatchObject({ scheduled: 1 });
    await sender.cancelScheduledMessages(numbers);
    expect(await countsOf(broker, 'events')).toMatchObject({ scheduled: 0 });
  });

  test('for a time that is over come at once', async () => {
    const { client } = await startForTest();
    await client.createSender('q').scheduleMessages({ body: 1 }, inMs(-1000));
    expect(await next(client.createReceiver('q'))).toMatchObject({ body: 1 });
  });

  test('that are too large are refused', async () => {
    const { client } = await startForTest();
    const scheduling = client.createSender('q').scheduleMessages({ body: Buffer.alloc(262_144) }, inMs(60_000));
    expect(await codeOf(scheduling)).toBe('MessageSizeExceeded');
  });
});

describe('expiry', () => {
  test('drops messages', async () => {
    const { client, broker } = await startForTest();
    await client.createSender('slow').sendMessages({ body: 1, timeToLive: 100 });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await available(client.createReceiver('slow'))).toEqual([]);
    expect(await countsOf(broker, 'slow')).toMatchObject({ active: 0, deadLettered: 0 });
  });

  test('dead-letters them where the queue says so', async () => {
    const { client } = await startForTest();
    await client.createSender('expiring').sendMessages({ body: 1, timeToLive: 100 });
    expect(await next(client.createReceiver('expiring', { subQueueType: 'deadLetter' }))).toMatchObject({
      body: 1,
      deadLetterReason: 'TTLExpiredException',
    });
  });
});

describe('peeking', () => {
  test('shows messages in every state, from any number on, and leaves them alone', async () => {
    const { client } = await startForTest();
    const sender = client.createSender('slow');
    await sender.sendMessages([{ body: 'deferred' }, { body: 'locked' }, { body: 'active' }]);
    await sender.scheduleMessages({ body: 'scheduled' }, inMs(60_000));
    const receiver = client.createReceiver('slow');
    await receiver.deferMessage(await next(receiver));
    await next(receiver);
    const peeked = await client.createReceiver('slow').peekMessages(10);
    expect(peeked.map((message) => [message.body, message.state])).toEqual([
      ['deferred', 'deferred'],
      ['locked', 'active'],
      ['active', 'active'],
      ['scheduled', 'scheduled'],
    ]);
    expect(peeked.every((message) => message.lockToken === undefined)).toBe(true);
    const third = peeked[2]?.sequenceNumber;
    const from = await receiver.peekMessages(10, third === undefined ? {} : { fromSequenceNumber: third });
    expect(from.map((message): unknown => message.body)).toEqual(['active', 'scheduled']);
  });

  test('goes on where it left off, and ends with nothing', async () => {
    const { client } = await startForTest();
    await client.createSender('q').sendMessages([1, 2, 3].map((body) => ({ body })));
    const receiver = client.createReceiver('q');
    const pages = [await receiver.peekMessages(2), await receiver.peekMessages(2), await receiver.peekMessages(2)];
    expect(pages.map((page) => page.map((message): unknown => message.body))).toEqual([[1, 2], [3], []]);
  });

  test('works in dead-letter queues', async () => {
    const { client } = await startForTest();
    await client.createSender('q').sendMessages({ body: 'x' });
    const receiver = client.createReceiver('q');
    await receiver.deadLetterMessage(await next(receiver), {
      deadLetterReason: 'r',
      deadLetterErrorDescription: 'd',
    });
    const [dead] = await client.createReceiver('q', { subQueueType: 'deadLetter' }).peekMessages(5);
    expect(dead).toMatchObject({ body: 'x', deadLetterReason: 'r' });
  });
});
