/** What a receiver can do with a message, with the unmodified SDK. */
import { describe, expect, test } from 'vitest';
import { available, brokerForTest, clientFor, codeOf, countsOf, next, startForTest, until } from '../testing/broker.ts';

describe('abandon', () => {
  test('gives a message back to its place, with its changed properties and a higher delivery count', async () => {
    const { client } = await startForTest();
    await client.createSender('q').sendMessages([1, 2, 3].map((body) => ({ body, applicationProperties: { a: 1 } })));
    const receiver = client.createReceiver('q');
    await receiver.abandonMessage(await next(receiver), { why: 'not now', n: 5 });
    const messages = await receiver.receiveMessages(3);
    expect(messages.map((message): unknown => message.body)).toEqual([1, 2, 3]);
    expect(messages[0]).toMatchObject({ deliveryCount: 1, applicationProperties: { a: 1, why: 'not now', n: 5 } });
  });

  test('too often moves a message to the dead-letter queue', async () => {
    const { client } = await startForTest();
    await client.createSender('q').sendMessages({ body: 'bad', messageId: 'm', subject: 's' });
    const receiver = client.createReceiver('q');
    for (let i = 0; i < 3; i++) await receiver.abandonMessage(await next(receiver));
    expect(await available(receiver)).toEqual([]);
    expect(await next(client.createReceiver('q', { subQueueType: 'deadLetter' }))).toMatchObject({
      body: 'bad',
      messageId: 'm',
      subject: 's',
      deliveryCount: 3,
      deadLetterReason: 'MaxDeliveryCountExceeded',
      deadLetterErrorDescription: 'Message could not be consumed after 3 delivery attempts.',
    });
  });
});

describe('dead-letter', () => {
  test('moves a message with reason, description and properties', async () => {
    const { client } = await startForTest();
    await client.createSender('q').sendMessages({ body: 'x' });
    const receiver = client.createReceiver('q');
    await receiver.deadLetterMessage(await next(receiver), {
      deadLetterReason: 'Malformed',
      deadLetterErrorDescription: 'no price',
      extra: 7,
    });
    const dead = await next(client.createReceiver('q', { subQueueType: 'deadLetter' }));
    expect(dead).toMatchObject({
      deadLetterReason: 'Malformed',
      deadLetterErrorDescription: 'no price',
      deliveryCount: 0,
      applicationProperties: { extra: 7 },
    });
  });

  test('works without a reason, and not twice', async () => {
    const { client } = await startForTest();
    await client.createSender('q').sendMessages({ body: 'x' });
    const receiver = client.createReceiver('q');
    await receiver.deadLetterMessage(await next(receiver));
    const dlq = client.createReceiver('q', { subQueueType: 'deadLetter', maxAutoLockRenewalDurationInMs: 0 });
    const dead = await next(dlq);
    expect(dead.deadLetterReason).toBeUndefined();
    expect(await codeOf(dlq.deadLetterMessage(dead))).toBe('GeneralError');
    // The refused settlement used the delivery up, so the message comes again when its lock ends.
    await dlq.completeMessage(await next(dlq));
    expect(await available(dlq)).toEqual([]);
  });
});

describe('defer', () => {
  test('sets a message aside until it is asked for by number', async () => {
    const { client } = await startForTest();
    await client.createSender('slow').sendMessages([{ body: 1 }, { body: 2 }]);
    const receiver = client.createReceiver('slow');
    const message = await next(receiver);
    const number = message.sequenceNumber;
    if (number === undefined) throw new Error('no sequence number');
    await receiver.deferMessage(message, { deferred: true });
    expect((await available(receiver)).map((other): unknown => other.body)).toEqual([2]);
    const [deferred] = await receiver.receiveDeferredMessages(number);
    expect(deferred).toMatchObject({
      body: 1,
      state: 'deferred',
      deliveryCount: 1,
      applicationProperties: { deferred: true },
    });
    if (deferred !== undefined) await receiver.completeMessage(deferred);
    expect(await codeOf(receiver.receiveDeferredMessages(number))).toBe('MessageNotFound');
  });

  test('a deferred message can be received and deleted, abandoned, and dead-lettered by its token', async () => {
    const { client, broker } = await startForTest();
    await client.createSender('slow').sendMessages([{ body: 1 }, { body: 2 }]);
    const receiver = client.createReceiver('slow');
    const messages = await receiver.receiveMessages(2);
    const numbers = messages.map((message) => message.sequenceNumber).filter((number) => number !== undefined);
    for (const message of messages) await receiver.deferMessage(message);
    const [first, second] = await receiver.receiveDeferredMessages(numbers);
    if (first === undefined || second === undefined) throw new Error('not deferred');
    await receiver.abandonMessage(first, { tried: 1 });
    await receiver.deadLetterMessage(second, { deadLetterReason: 'why', deadLetterErrorDescription: 'because' });
    const deleting = client.createReceiver('slow', { receiveMode: 'receiveAndDelete' });
    const [gone] = await deleting.receiveDeferredMessages(numbers.slice(0, 1));
    expect(gone).toMatchObject({ body: 1, deliveryCount: 2, applicationProperties: { tried: 1 } });
    expect(await next(client.createReceiver('slow', { subQueueType: 'deadLetter' }))).toMatchObject({
      body: 2,
      deadLetterReason: 'why',
      deadLetterErrorDescription: 'because',
    });
    expect(await countsOf(broker, 'slow')).toMatchObject({ active: 0, deferred: 0, deadLettered: 1 });
  });
});

describe('locks', () => {
  test('a lock that is over is lost, and the message comes again with a higher count', async () => {
    const { client } = await startForTest();
    await client.createSender('q').sendMessages({ body: 'x' });
    const receiver = client.createReceiver('q', { maxAutoLockRenewalDurationInMs: 0 });
    const message = await next(receiver);
    const again = await next(client.createReceiver('q'));
    expect(again).toMatchObject({ body: 'x', deliveryCount: 1 });
    expect(await codeOf(receiver.completeMessage(message))).toBe('MessageLockLost');
    expect(await codeOf(receiver.renewMessageLock(message))).toBe('MessageLockLost');
  });

  test('a renewed lock holds', async () => {
    const { client } = await startForTest();
    await client.createSender('renewed').sendMessages({ body: 'x' });
    const receiver = client.createReceiver('renewed', { maxAutoLockRenewalDurationInMs: 0 });
    const message = await next(receiver);
    const other = client.createReceiver('renewed');
    for (let i = 0; i < 4; i++) {
      expect(await other.receiveMessages(1, { maxWaitTimeInMs: 600 })).toEqual([]);
      const end = await receiver.renewMessageLock(message);
      expect(end.getTime()).toBeGreaterThan(Date.now());
    }
    await receiver.completeMessage(message);
    expect(await available(other)).toEqual([]);
  });

  test('the SDK renews locks by itself while a handler runs', async () => {
    const { client, broker } = await startForTest();
    await client.createSender('renewed').sendMessages({ body: 'x' });
    const counts: (number | undefined)[] = [];
    await new Promise<void>((resolve, reject) => {
      client.createReceiver('renewed').subscribe({
        async processMessage(message) {
          counts.push(message.deliveryCount);
          await new Promise((wait) => setTimeout(wait, 2500));
          resolve();
        },
        processError: async ({ error }) => reject(error),
      });
    });
    await until(async () => (await countsOf(broker, 'renewed'))?.locked === 0);
    expect(counts).toEqual([0]);
    expect(await countsOf(broker, 'renewed')).toMatchObject({ active: 0, deadLettered: 0 });
  });

  test('a receiver that closes keeps its locks', async () => {
    const { client, broker } = await startForTest();
    await client.createSender('slow').sendMessages([{ body: 1 }, { body: 2 }]);
    const receiver = client.createReceiver('slow');
    expect(await receiver.receiveMessages(2)).toHaveLength(2);
    await receiver.close();
    expect(await countsOf(broker, 'slow')).toMatchObject({ active: 0, locked: 2 });
  });

  test('a deferred message is settled by its lock token, as long as the lock lasts', async () => {
    const { client, broker } = await startForTest();
    await client.createSender('q').sendMessages({ body: 1 });
    const receiver = client.createReceiver('q', { maxAutoLockRenewalDurationInMs: 0 });
    const message = await next(receiver);
    await receiver.deferMessage(message);
    const receiveAgain = async () => {
      const [deferred] = await receiver.receiveDeferredMessages(message.sequenceNumber ?? []);
      if (deferred === undefined) throw new Error('not deferred');
      return deferred;
    };
    await receiver.deferMessage(await receiveAgain());
    const late = await receiveAgain();
    await until(async () => (await countsOf(broker, 'q'))?.locked === 0);
    expect(await codeOf(receiver.completeMessage(late))).toBe('MessageLockLost');
    expect(await countsOf(broker, 'q')).toMatchObject({ deadLettered: 1 });
  });

  test('a connection that ends leaves its messages locked until the lock ends', async () => {
    const broker = await brokerForTest();
    const doomed = clientFor(broker.connectionString);
    await doomed.createSender('q').sendMessages({ body: 'x' });
    await next(doomed.createReceiver('q'));
    await doomed.close();
    expect(await countsOf(broker, 'q')).toMatchObject({ active: 0, locked: 1 });
    const message = await next(clientFor(broker.connectionString).createReceiver('q'));
    expect(message.deliveryCount).toBe(1);
  });
});
