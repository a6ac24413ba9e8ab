/** Topics, subscriptions and addresses, with the unmodified SDK. */
import { describe, expect, test } from 'vitest';
import { available, clientFor, codeOf, next, startForTest } from '../testing/broker.ts';

const bodies = (messages: { body: unknown }[]) => messages.map((message) => message.body);

describe('a topic', () => {
  test('copies messages to the subscriptions whose filters match', async () => {
    const { client } = await startForTest();
    await client.createSender('events').sendMessages([
      { body: 1, subject: 'OrderPaid' },
      { body: 2, subject: 'OrderPaid', applicationProperties: { vip: true } },
      { body: 3, subject: 'OrderShipped' },
      { body: 4, subject: 'OrderCancelled' },
    ]);
    const from = (subscription: string) => available(client.createReceiver('events', subscription));
    expect(bodies(await from('all'))).toEqual([1, 2, 3, 4]);
    expect(bodies(await from('orders'))).toEqual([1, 2, 3]);
    expect(bodies(await from('vip'))).toEqual([2]);
  });

  test('settling one copy leaves the others', async () => {
    const { client } = await startForTest();
    await client.createSender('events').sendMessages({ body: 1, subject: 'OrderPaid' });
    const orders = client.createReceiver('events', 'orders');
    await orders.deadLetterMessage(await next(orders));
    expect(await next(client.createReceiver('events', 'all'))).toMatchObject({ body: 1 });
    expect(await next(client.createReceiver('events', 'orders', { subQueueType: 'deadLetter' }))).toMatchObject({
      body: 1,
    });
  });

  test('cannot be received from', async () => {
    const { client } = await startForTest();
    expect(await codeOf(available(client.createReceiver('events')))).toBe('GeneralError');
  });
});

describe('addresses', () => {
  test('letter case does not matter, and names may have slashes', async () => {
    const { client } = await startForTest();
    await client.createSender('FOLDER/Inner').sendMessages({ body: 1 });
    expect(await next(client.createReceiver('folder/inner'))).toMatchObject({ body: 1 });
  });

  test.each([
    ['a queue', 'nowhere'],
    ['a subscription', 'events/Subscriptions/nobody'],
  ])('%s that does not exist is reported as such, for sending, receiving and managing', async (_, path) => {
    const { client } = await startForTest();
    expect(await codeOf(client.createSender(path).sendMessages({ body: 1 }))).toBe('MessagingEntityNotFound');
    expect(await codeOf(available(client.createReceiver(path)))).toBe('MessagingEntityNotFound');
    expect(await codeOf(client.createReceiver(path).peekMessages(1))).toBe('MessagingEntityNotFound');
  });

  test('a transfer dead-letter queue exists and is empty', async () => {
    const { client } = await startForTest();
    expect(await available(client.createReceiver('q', { subQueueType: 'transferDeadLetter' }))).toEqual([]);
  });
});

test('there is no limit on connections', async () => {
  const { broker } = await startForTest();
  const clients = Array.from({ length: 40 }, () => clientFor(broker.connectionString));
  await Promise.all(clients.map((client, body) => client.createSender('slow').sendMessages({ body })));
  const messages = await Promise.all(clients.map((client) => next(client.createReceiver('slow'))));
  const received = messages.map((message) => Number(message.body)).toSorted((a, b) => a - b);
  expect(received).toEqual(clients.map((_, i) => i));
});

describe('what is not offered yet', () => {
  test('a session receiver is refused', async () => {
    const { client } = await startForTest();
    expect(await codeOf(client.acceptNextSession('q'))).toBe('GeneralError');
    // The SDK takes every refusal of a session with a name for a lock held by someone else.
    expect(await codeOf(client.acceptSession('q', 's'))).toBe('SessionCannotBeLocked');
  });

  test('managing rules is refused by name', async () => {
    const { client } = await startForTest();
    const rules = client.createRuleManager('events', 'all');
    await expect(rules.deleteRule('$Default')).rejects.toThrow(/com.microsoft:remove-rule/);
  });
});
