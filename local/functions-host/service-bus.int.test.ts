import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServiceBusClient, type ServiceBusMessage, type ServiceBusReceivedMessage } from '@azure/service-bus';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Broker, type BrokerConfig, connectionStringFor, startBroker } from '../service-bus/broker.ts';
import { compileApp, temporaryFolder } from './testing/compile-app.ts';
import { type HostProcess, runFolder, spawnProcess } from './testing/host-process.ts';

const brokerMain = fileURLToPath(new URL('../service-bus/main.ts', import.meta.url));
const log = pino({ level: 'silent' });

const queue = (Name: string, LockDuration = 'PT1S') => ({ Name, Properties: { LockDuration, MaxDeliveryCount: 3 } });
const config = {
  UserConfig: {
    Namespaces: [
      {
        Name: 'sbemulatorns',
        Queues: [queue('work'), queue('renewed', 'PT2S'), queue('out')],
        Topics: [{ Name: 'events', Subscriptions: [{ Name: 'all', Properties: { LockDuration: 'PT1S' } }] }],
      },
    ],
    Logging: { Type: 'File' },
  },
} as BrokerConfig;

const broker = async (options: { port?: number; dataDir?: string } = {}): Promise<Broker> => {
  const started = await startBroker({ config, port: 0, adminPort: 0, log, ...options });
  onTestFinished(() => started.close().catch(() => undefined));
  return started;
};

const client = (to: Pick<Broker, 'connectionString'>): ServiceBusClient => {
  const opened = new ServiceBusClient(to.connectionString, { retryOptions: { retryDelayInMs: 200, maxRetries: 10 } });
  onTestFinished(() => opened.close());
  return opened;
};

const app = (connectionString: string, serviceBus: object = {}, workQueue = 'work') =>
  compileApp({
    source: new URL('./fixtures/service-bus-app.ts', import.meta.url),
    hostJson: { version: '2.0', extensions: { serviceBus } },
    settings: { Bus: connectionString, WORK_QUEUE: workQueue },
  });

const start = async (serviceBus: object = {}, workQueue = 'work') => {
  const running = await broker();
  const host = await runFolder(await app(running.connectionString, serviceBus, workQueue));
  const bus = client(running);
  return {
    host,
    bus,
    broker: running,
    send: (message: ServiceBusMessage) => bus.createSender(workQueue).sendMessages(message),
  };
};

/** The JSON lines that the app has printed. */
const said = (host: HostProcess) =>
  host
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const lines = async (host: HostProcess, key: string, count: number) => {
  const found = () => said(host).filter((line) => key in line);
  await expect.poll(() => found().length, { timeout: 20_000 }).toBe(count);
  return found();
};

const receive = async (
  bus: ServiceBusClient,
  queueName: string,
  count: number,
): Promise<ServiceBusReceivedMessage[]> => {
  const receiver = bus.createReceiver(queueName, { receiveMode: 'receiveAndDelete', skipParsingBodyAsJson: true });
  const messages: ServiceBusReceivedMessage[] = [];
  while (messages.length < count)
    messages.push(...(await receiver.receiveMessages(count, { maxWaitTimeInMs: 10_000 })));
  return messages;
};

test('a message arrives with its metadata and its trace, and is completed', async () => {
  const { host, send, bus } = await start();
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  await send({
    body: { id: 'a', Amount: 5 },
    messageId: '123',
    subject: 'OrderStarted',
    correlationId: 'order-1',
    contentType: 'application/json',
    applicationProperties: { EventType: 'x', traceparent },
  });
  const [done] = await lines(host, 'done', 1);
  expect(done).toMatchObject({
    message: { id: 'a', Amount: 5 },
    traceParent: traceparent,
    triggerMetadata: {
      messageId: 123,
      subject: 'OrderStarted',
      correlationId: 'order-1',
      contentType: 'application/json',
      deliveryCount: 1,
      sequenceNumber: 1,
      applicationProperties: { eventType: 'x', traceparent },
      id: 'a',
      amount: 5,
      enqueuedTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/),
      enqueuedTimeUtc: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+$/),
      lockToken: expect.stringMatching(/^[\da-f-]{36}$/),
    },
  });
  expect(await host.stop()).toBe(0);
  expect(await bus.createReceiver('work').peekMessages(1)).toEqual([]);
});

test('text that is no JSON arrives as text', async () => {
  const { host, send } = await start();
  await send({ body: Buffer.from('just text') });
  expect(await lines(host, 'done', 1)).toMatchObject([{ message: 'just text' }]);
});

test('a message whose function throws comes again at once, and at last is dead-lettered', async () => {
  const { host, send, bus } = await start();
  await send({ body: { id: 'twice', fail: 1 } });
  expect((await lines(host, 'begun', 2)).map(({ delivery }) => delivery)).toEqual([1, 2]);
  await send({ body: { id: 'never', fail: 99 } });
  const dead = bus.createReceiver('work', { subQueueType: 'deadLetter' });
  const [message] = await dead.receiveMessages(1, { maxWaitTimeInMs: 10_000 });
  expect(message?.body).toMatchObject({ id: 'never' });
  await host.stop();
  expect(said(host).filter(({ begun }) => begun === 'never')).toHaveLength(3);
  expect(host.output()).toContain('failed: never failed');
});

test('the lock is renewed while a function runs, also of messages that share an id or wait for their turn', async () => {
  const { host, send } = await start({ maxConcurrentCalls: 2, prefetchCount: 2 }, 'renewed');
  for (const id of ['one', 'two', 'three']) await send({ body: { id, waitMs: 2_500 }, messageId: 'the same' });
  const done = await lines(host, 'done', 3);
  expect(done.map(({ triggerMetadata }) => (triggerMetadata as { deliveryCount: number }).deliveryCount)).toEqual([
    1, 1, 1,
  ]);
  expect(host.output()).not.toContain('comes again');
});

test('no more messages than maxConcurrentCalls are handled at once', async () => {
  const { host, bus } = await start({ maxConcurrentCalls: 3, prefetchCount: 10 });
  const messages = Array.from({ length: 12 }, (_, at) => ({ body: { id: `m${at}`, waitMs: 50 } }));
  await bus.createSender('work').sendMessages(messages);
  await lines(host, 'done', 12);
  expect(Math.max(...said(host).map(({ running }) => Number(running ?? 0)))).toBe(3);
});

test('a subscription of a topic triggers as a queue does', async () => {
  const { host, bus } = await start();
  await bus.createSender('events').sendMessages({ body: { a: 1 }, subject: 'Something' });
  expect(await lines(host, 'event', 1)).toEqual([{ event: { a: 1 }, subject: 'Something' }]);
});

describe('output bindings', () => {
  const post = (url: string, body: object) => fetch(`${url}/api/send`, { method: 'POST', body: JSON.stringify(body) });

  test('send one message per element of an array, bodies only', async () => {
    const { host, bus } = await start();
    expect((await post(host.url, { work: [{ a: 1 }, 'text', 5, true], event: { b: 2 } })).status).toBe(202);
    const received = await receive(bus, 'out', 4);
    expect(received.map(({ body }) => String(body))).toEqual(['{"a":1}', 'text', '5', 'True']);
    expect(received[0]?.contentType).toBe('application/octet-stream');
    expect(received[0]?.subject).toBeUndefined();
    expect(await lines(host, 'event', 1)).toMatchObject([{ event: { b: 2 } }]);
  });

  test('send nothing when the function fails', async () => {
    const { host, bus } = await start();
    expect((await post(host.url, { work: 'lost', fail: true })).status).toBe(500);
    expect((await post(host.url, { work: 'kept' })).status).toBe(202);
    expect((await receive(bus, 'out', 1)).map(({ body }) => String(body))).toEqual(['kept']);
  });
});

describe('a broker that is away', () => {
  test('when the host starts is waited for, and both is told once', async () => {
    const first = await broker();
    await first.close();
    const host = await runFolder(await app(first.connectionString));
    await host.printed('cannot receive, and keeps trying');
    const second = await broker({ port: first.port });
    await client(second)
      .createSender('work')
      .sendMessages({ body: { id: 'late' } });
    expect(await lines(host, 'done', 1)).toMatchObject([{ done: 'late' }]);
    await host.printed('receives again');
    expect(await host.stop()).toBe(0);
  });

  test('while the host runs is taken up again when it is back', async () => {
    const dataDir = await temporaryFolder();
    const first = await broker({ dataDir });
    const host = await runFolder(await app(first.connectionString));
    await client(first)
      .createSender('work')
      .sendMessages({ body: { id: 'before' } });
    await lines(host, 'done', 1);
    await first.close();
    await host.printed('cannot receive, and keeps trying');
    const second = await broker({ dataDir, port: first.port });
    await client(second)
      .createSender('work')
      .sendMessages({ body: { id: 'after' } });
    expect((await lines(host, 'done', 2))[1]).toMatchObject({ done: 'after' });
    await client(second).createSender('events').sendMessages({ body: 'quiet' });
    await lines(host, 'event', 1);
    expect(host.output().match(/cannot receive/g)).toHaveLength(2);
    expect(host.output().match(/receives again/g)).toHaveLength(2);
  });

  test('because it was killed in the middle of a message gives the message again', async () => {
    const [dataDir, configFile] = [await temporaryFolder(), join(await temporaryFolder(), 'Config.json')];
    await writeFile(configFile, JSON.stringify(config));
    const start = (port: number) =>
      spawnProcess(brokerMain, [
        '--config',
        configFile,
        '--data',
        dataDir,
        '--port',
        String(port),
        '--admin-port',
        '0',
      ]);
    const first = start(0);
    const port = await first.ready;
    const host = await runFolder(await app(connectionStringFor(port)));
    const sender = client({ connectionString: connectionStringFor(port) });
    await sender.createSender('work').sendMessages({ body: { id: 'cut', waitMs: 1_500 } });
    await sender.close();
    await lines(host, 'begun', 1);
    await first.stop('SIGKILL');
    const second = start(port);
    await second.ready;
    expect((await lines(host, 'begun', 2)).map(({ begun }) => begun)).toEqual(['cut', 'cut']);
    await lines(host, 'done', 2);
    expect(await host.stop()).toBe(0);
    expect(
      await client({ connectionString: connectionStringFor(port) })
        .createReceiver('work')
        .peekMessages(1),
    ).toEqual([]);
  });

  test('does not keep the host from stopping', async () => {
    const first = await broker();
    const host = await runFolder(await app(first.connectionString));
    await first.close();
    await host.printed('cannot receive, and keeps trying');
    expect(await host.stop()).toBe(0);
  });
});

test('the end of a host lets running handlers settle, and leaves the rest in the queue', async () => {
  const { host, bus } = await start({ maxConcurrentCalls: 1, prefetchCount: 5 });
  const messages = ['first', 'second', 'third'].map((id) => ({ body: { id, waitMs: 700 } }));
  await bus.createSender('work').sendMessages(messages);
  await host.printed('{"begun":"first"');
  expect(await host.stop()).toBe(0);
  expect(said(host).filter(({ done }) => done !== undefined)).toMatchObject([{ done: 'first' }]);
  const left = await receive(bus, 'work', 2);
  expect(left.map(({ body }) => (JSON.parse(String(body)) as { id: string }).id)).toEqual(['second', 'third']);
});
