/** Sending and receiving with the unmodified SDK. */
import { randomBytes } from 'node:crypto';
import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import { describe, expect, test } from 'vitest';
import { available, codeOf, next, startForTest } from '../testing/broker.ts';

describe('a message', () => {
  test('arrives with everything that was sent', async () => {
    const { client } = await startForTest();
    const sent = {
      body: { hello: ['world'] },
      messageId: 'id-1',
      subject: 'greeting',
      contentType: 'application/json',
      correlationId: 'c-1',
      to: 'somebody',
      replyTo: 'me',
      replyToSessionId: 'rs',
      partitionKey: 'pk',
      timeToLive: 60_000,
      applicationProperties: { text: 'a', number: 1, float: 1.5, flag: true },
    };
    await client.createSender('q').sendMessages(sent);
    const message = await next(client.createReceiver('q'));
    expect(message).toMatchObject({ ...sent, deliveryCount: 0, state: 'active' });
    expect(message.sequenceNumber?.toNumber()).toBe(1);
    expect(message.enqueuedSequenceNumber).toBe(1);
    expect(message.expiresAtUtc?.getTime()).toBe(Number(message.enqueuedTimeUtc) + 60_000);
    expect(Number(message.lockedUntilUtc)).toBeGreaterThan(Number(message.enqueuedTimeUtc));
  });

  test('without an id is given one, and can be settled', async () => {
    const { client } = await startForTest();
    await client.createSender('q').sendMessages({ body: 'a' });
    const receiver = client.createReceiver('q');
    const message = await next(receiver);
    expect(message.messageId).toMatch(/^[0-9a-f]{32}$/);
    await receiver.completeMessage(message);
    expect(await available(receiver)).toEqual([]);
  });

  test('may be of any kind of body', async () => {
    const { client } = await startForTest();
    const bodies = ['text', 5, null, [1, 'two', { three: 3 }], Buffer.from([0, 255, 1]), ''];
    const sender = client.createSender('q');
    for (const body of bodies) await sender.sendMessages({ body });
    const received = await client.createReceiver('q').receiveMessages(bodies.length);
    expect(received.map((message): unknown => message.body)).toEqual(bodies);
  });

  test('of many frames arrives whole', async () => {
    const { client } = await startForTest();
    const body = randomBytes(250_000);
    await client.createSender('q').sendMessages({ body });
    const message = await next(client.createReceiver('q'));
    expect(body.equals(message.body as Buffer)).toBe(true);
  });

  test('in receive-and-delete mode is gone once it is received', async () => {
    const { client } = await startForTest();
    await client.createSender('q').sendMessages([{ body: 1 }, { body: 2 }]);
    const receiver = client.createReceiver('q', { receiveMode: 'receiveAndDelete' });
    const messages = await receiver.receiveMessages(2);
    expect(messages.map((message): unknown => message.body)).toEqual([1, 2]);
    expect(messages[0]?.lockToken).toBeUndefined();
    expect(await client.createReceiver('q').peekMessages(5)).toEqual([]);
  });
});

describe('sizes', () => {
  test('a message over the limit is refused', async () => {
    const { client } = await startForTest();
    const sending = client.createSender('q').sendMessages({ body: Buffer.alloc(262_144) });
    expect(await codeOf(sending)).toBe('MessageSizeExceeded');
  });

  test('a batch takes what fits and no more, and arrives in order', async () => {
    const { client } = await startForTest();
    const sender = client.createSender('slow');
    const batch = await sender.createMessageBatch();
    expect(batch.maxSizeInBytes).toBe(262_144);
    let count = 0;
    while (batch.tryAddMessage({ body: Buffer.alloc(1000, count) })) count++;
    expect(count).toBeGreaterThan(200);
    await sender.sendMessages(batch);
    const messages = await client.createReceiver('slow', { skipParsingBodyAsJson: true }).receiveMessages(count);
    expect(messages.map((message) => (message.body as Buffer)[0])).toEqual(
      Array.from({ length: count }, (_, i) => i % 256),
    );
  });

  test('an array that is too large for one batch is refused as a whole', async () => {
    const { client } = await startForTest();
    const messages = Array.from({ length: 3 }, () => ({ body: Buffer.alloc(100_000) }));
    expect(await codeOf(client.createSender('q').sendMessages(messages))).toBe('MessageSizeExceeded');
    expect(await client.createReceiver('q').peekMessages(5)).toEqual([]);
  });
});

describe('many messages', () => {
  test('one receiver gets thousands without stalling, though one of them is settled late', async () => {
    const { client } = await startForTest();
    const TOTAL = 5000;
    const sender = client.createSender('slow');
    for (let sent = 0; sent < TOTAL; sent += 500)
      await sender.sendMessages(Array.from({ length: 500 }, (_, i) => ({ body: sent + i })));
    const received: number[] = [];
    let late: ServiceBusReceivedMessage | undefined;
    await new Promise<void>((resolve, reject) => {
      const receiver = client.createReceiver('slow');
      receiver.subscribe(
        {
          async processMessage(message: ServiceBusReceivedMessage) {
            received.push(Number(message.body));
            if (received.length === TOTAL) resolve();
            if (message.body === 0) late = message;
            else await receiver.completeMessage(message);
            if (message.body === 1500 && late !== undefined) await receiver.completeMessage(late);
          },
          processError: async ({ error }) => reject(error),
        },
        { autoCompleteMessages: false, maxConcurrentCalls: 50 },
      );
    });
    expect(received).toEqual(Array.from({ length: TOTAL }, (_, i) => i));
  });

  test('more are received in one call than an AMQP session’s window holds', async () => {
    const { client } = await startForTest();
    const sender = client.createSender('slow');
    for (let i = 0; i < 3; i++) await sender.sendMessages(Array.from({ length: 1000 }, () => ({ body: 1 })));
    const receiver = client.createReceiver('slow');
    const got = new Set<string | undefined>();
    while (got.size < 3000) {
      const messages = await receiver.receiveMessages(3000, { maxWaitTimeInMs: 2000 });
      if (messages.length === 0) break;
      for (const message of messages) got.add(message.sequenceNumber?.toString());
      await Promise.all(messages.map((message) => receiver.completeMessage(message)));
    }
    expect(got.size).toBe(3000);
  });

  test('several receivers share a queue and get every message once', async () => {
    const { broker, client } = await startForTest();
    await client.createSender('slow').sendMessages(Array.from({ length: 60 }, (_, body) => ({ body })));
    const receivers = [1, 2, 3].map(() => client.createReceiver('slow'));
    const batches = await Promise.all(receivers.map((receiver) => receiver.receiveMessages(20)));
    const bodies = batches.flat().map((message) => Number(message.body));
    expect(broker.port).toBeGreaterThan(0);
    expect(bodies.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i));
  });
});

describe('draining', () => {
  test('a receiver that asks for more than there is gets what there is, and goes on', async () => {
    const { client } = await startForTest();
    const [sender, receiver] = [client.createSender('q'), client.createReceiver('q')];
    for (let round = 0; round < 3; round++) {
      await sender.sendMessages({ body: round });
      const messages = await available(receiver);
      expect(messages.map((message): unknown => message.body)).toEqual([round]);
      for (const message of messages) await receiver.completeMessage(message);
      expect(await available(receiver)).toEqual([]);
    }
  });

  test('receive-and-delete loses nothing between the drain and its answer', async () => {
    const { client } = await startForTest();
    const [sender, receiver] = [
      client.createSender('q'),
      client.createReceiver('q', { receiveMode: 'receiveAndDelete' }),
    ];
    const got: unknown[] = [];
    const sending = (async () => {
      for (let body = 0; body < 300; body++) await sender.sendMessages({ body });
    })();
    while (got.length < 300) {
      const messages = await receiver.receiveMessages(7, { maxWaitTimeInMs: 1000 });
      if (messages.length === 0) break;
      got.push(...messages.map((message): unknown => message.body));
    }
    await sending;
    expect(got).toEqual(Array.from({ length: 300 }, (_, i) => i));
  });
});
