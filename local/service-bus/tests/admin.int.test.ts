/** The admin endpoint. */
import { expect, test } from 'vitest';
import type { Broker } from '../broker.ts';
import { next, startForTest } from '../testing/broker.ts';

const get = async ({ adminPort }: Broker, path: string, method = 'GET'): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`http://127.0.0.1:${adminPort}${path}`, { method });
  return { status: response.status, body: await response.json() };
};

test('health is what the emulator says', async () => {
  const { broker } = await startForTest();
  expect(await get(broker, '/health')).toEqual({
    status: 200,
    body: { status: 'healthy', message: 'Service is healthy.' },
  });
});

test('entities are listed with their counts', async () => {
  const { broker, client } = await startForTest();
  await client.createSender('slow').sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }]);
  await client.createSender('slow').scheduleMessages({ body: 4 }, new Date(Date.now() + 60_000));
  const receiver = client.createReceiver('slow');
  await receiver.deferMessage(await next(receiver));
  await next(receiver);
  const { body } = await get(broker, '/entities');
  const empty = { active: 0, locked: 0, scheduled: 0, deferred: 0, deadLettered: 0 };
  expect(body).toEqual([
    { kind: 'queue', path: 'q', ...empty },
    { kind: 'queue', path: 'renewed', ...empty },
    { kind: 'queue', path: 'slow', ...empty, active: 1, locked: 1, scheduled: 1, deferred: 1 },
    { kind: 'queue', path: 'expiring', ...empty },
    { kind: 'queue', path: 'folder/inner', ...empty },
    { kind: 'topic', path: 'events', ...empty },
    { kind: 'subscription', path: 'events/Subscriptions/all', ...empty },
    { kind: 'subscription', path: 'events/Subscriptions/orders', ...empty },
    { kind: 'subscription', path: 'events/Subscriptions/vip', ...empty },
  ]);
});

test('a dead-letter queue can be looked into', async () => {
  const { broker, client } = await startForTest();
  const message = { messageId: 'm', subject: 's', correlationId: 'c', contentType: 'application/json' };
  await client.createSender('events').sendMessages([
    { ...message, body: { a: 1 }, applicationProperties: { n: 5 } },
    { ...message, body: Buffer.from([0xff, 0xfe]) },
  ]);
  const receiver = client.createReceiver('events', 'all');
  for (const each of await receiver.receiveMessages(2))
    await receiver.deadLetterMessage(each, { deadLetterReason: 'r', deadLetterErrorDescription: 'd' });
  const path = '/entities/events/Subscriptions/all/$DeadLetterQueue/messages';
  const { status, body } = await get(broker, path);
  expect(status).toBe(200);
  expect(body).toMatchObject([
    {
      ...message,
      sequenceNumber: 1,
      state: 'active',
      deliveryCount: 0,
      body: '{"a":1}',
      applicationProperties: { n: 5, DeadLetterReason: 'r', DeadLetterErrorDescription: 'd' },
    },
    { sequenceNumber: 2, bodyBase64: '//4=' },
  ]);
  expect((await get(broker, `${path}?from=2&count=1`)).body).toHaveLength(1);
  expect((await get(broker, `${path}?from=nonsense&count=1`)).body).toMatchObject([{ sequenceNumber: 1 }]);
});

test('what is not there is said to be not there', async () => {
  const { broker } = await startForTest();
  expect(await get(broker, '/entities/nowhere/messages')).toMatchObject({
    status: 404,
    body: { error: "The messaging entity 'nowhere' could not be found." },
  });
  expect((await get(broker, '/')).status).toBe(404);
  expect((await get(broker, '/entities', 'DELETE')).status).toBe(405);
});
