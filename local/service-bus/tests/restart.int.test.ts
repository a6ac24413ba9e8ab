/** What is left of a broker's messages when it ends, in good order or not. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type Broker, startBroker } from '../broker.ts';
import {
  available,
  brokerForTest,
  clientFor,
  countsOf,
  next,
  silent,
  temporaryFolder,
  testConfig,
  until,
} from '../testing/broker.ts';

const start = (dataDir: string, port = 0): Promise<Broker> =>
  startBroker({ config: testConfig, port, adminPort: 0, dataDir, log: silent });

describe('after a restart', () => {
  test('every message is where it was, and locked ones are available with the count they had', async () => {
    const dataDir = await temporaryFolder();
    const first = await start(dataDir);
    const before = clientFor(first.connectionString);
    const sender = before.createSender('slow');
    await sender.sendMessages(
      ['deferred', 'abandoned', 'locked', 'active', 'completed', 'dead'].map((body) => ({ body })),
    );
    await sender.scheduleMessages({ body: 'scheduled' }, new Date(Date.now() + 60_000));
    const receiver = before.createReceiver('slow');
    const messages = await receiver.receiveMessages(6);
    const named = (body: string) => {
      const message = messages.find((each) => each.body === body);
      if (message === undefined) throw new Error(`no ${body}`);
      return message;
    };
    await receiver.deferMessage(named('deferred'));
    await receiver.abandonMessage(named('abandoned'), { reason: 'later' });
    await receiver.abandonMessage(named('active'));
    await receiver.completeMessage(named('completed'));
    await receiver.deadLetterMessage(named('dead'), { deadLetterReason: 'r', deadLetterErrorDescription: 'd' });
    await before.close();
    await first.close();

    const second = await brokerForTest({ dataDir });
    expect(await countsOf(second, 'slow')).toMatchObject({
      active: 3,
      locked: 0,
      scheduled: 1,
      deferred: 1,
      deadLettered: 1,
    });
    const after = clientFor(second.connectionString);
    await after.createSender('slow').sendMessages({ body: 'new' });
    const peeked = await after.createReceiver('slow').peekMessages(10);
    expect(peeked.map((m) => [Number(m.sequenceNumber), m.body, m.deliveryCount, m.state])).toEqual([
      [1, 'deferred', 1, 'deferred'],
      [2, 'abandoned', 1, 'active'],
      [3, 'locked', 0, 'active'],
      [4, 'active', 1, 'active'],
      [7, 'scheduled', 0, 'scheduled'],
      [8, 'new', 0, 'active'],
    ]);
    expect(peeked[1]?.applicationProperties).toEqual({ reason: 'later' });
    expect(await next(after.createReceiver('slow', { subQueueType: 'deadLetter' }))).toMatchObject({
      body: 'dead',
      deadLetterReason: 'r',
    });
  });

  test('sequence numbers go on, also in an empty queue', async () => {
    const dataDir = await temporaryFolder();
    const first = await start(dataDir);
    const before = clientFor(first.connectionString);
    await before.createSender('q').sendMessages([{ body: 1 }, { body: 2 }]);
    await before.createReceiver('q', { receiveMode: 'receiveAndDelete' }).receiveMessages(2);
    await before.close();
    await first.close();
    const after = clientFor((await brokerForTest({ dataDir })).connectionString);
    await after.createSender('q').sendMessages({ body: 3 });
    expect(Number((await next(after.createReceiver('q'))).sequenceNumber)).toBe(3);
  });

  test('what fell due meanwhile happens at once', async () => {
    const dataDir = await temporaryFolder();
    const first = await start(dataDir);
    const before = clientFor(first.connectionString);
    await before.createSender('q').scheduleMessages({ body: 'scheduled' }, new Date(Date.now() + 300));
    await before.createSender('expiring').sendMessages({ body: 'expired', timeToLive: 300 });
    await before.close();
    await first.close();
    await sleep(300);
    const second = await brokerForTest({ dataDir });
    const after = clientFor(second.connectionString);
    expect(await next(after.createReceiver('q'))).toMatchObject({ body: 'scheduled' });
    expect(await countsOf(second, 'expiring')).toMatchObject({ active: 0, deadLettered: 1 });
  });

  test('messages of an entity that the configuration has lost come back with it', async () => {
    const dataDir = await temporaryFolder();
    const first = await start(dataDir);
    const before = clientFor(first.connectionString);
    await before.createSender('folder/inner').sendMessages({ body: 1 });
    await before.close();
    await first.close();
    const without = await startBroker({
      config: { UserConfig: { Namespaces: [{ Queues: [{ Name: 'q' }] }] } },
      port: 0,
      adminPort: 0,
      dataDir,
      log: silent,
    });
    await without.close();
    const again = await brokerForTest({ dataDir });
    expect(await countsOf(again, 'folder/inner')).toMatchObject({ active: 1 });
  });

  test('a broker in memory has forgotten everything', async () => {
    const first = await startBroker({ config: testConfig, port: 0, adminPort: 0, log: silent });
    const before = clientFor(first.connectionString);
    await before.createSender('q').sendMessages({ body: 1 });
    await before.close();
    await first.close();
    expect(await countsOf(await brokerForTest(), 'q')).toMatchObject({ active: 0 });
  });
});

test('a data folder serves one broker at a time', async () => {
  const dataDir = await temporaryFolder();
  await brokerForTest({ dataDir });
  await expect(start(dataDir)).rejects.toThrow(/service-bus\.db is in use by another broker/);
});

test('clients go on when the broker comes back on the same port', async () => {
  const dataDir = await temporaryFolder();
  const first = await start(dataDir);
  const client = clientFor(first.connectionString);
  const sender = client.createSender('q');
  const received: unknown[] = [];
  client.createReceiver('q').subscribe({
    processMessage: async ({ body }) => void received.push(body),
    processError: async () => {},
  });
  await sender.sendMessages({ body: 'before' });
  await until(() => received.length === 1);
  await first.close();
  const second = await start(dataDir, first.port);
  await until(async () => {
    const sent = sender.sendMessages({ body: 'after' }).then(
      () => true,
      () => false,
    );
    return sent;
  });
  await until(() => received.includes('after'));
  expect(received[0]).toBe('before');
  expect(await available(client.createReceiver('q'))).toEqual([]);
  await client.close();
  await second.close();
});
