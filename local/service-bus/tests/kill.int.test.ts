/** The broker as a process of its own, killed without warning while it is busy. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceBusClient, type ServiceBusReceivedMessage } from '@azure/service-bus';
import { expect, onTestFinished, test } from 'vitest';
import { brokerForTest, clientFor, temporaryFolder, testConfig } from '../testing/broker.ts';

const main = join(import.meta.dirname, '..', 'main.ts');

/** Starts `main.ts` and returns it with the connection string that it prints. */
const spawnBroker = async (dataDir: string): Promise<{ child: ChildProcess; connectionString: string }> => {
  const config = join(dataDir, 'Config.json');
  await writeFile(config, JSON.stringify(testConfig));
  const child = spawn(process.execPath, [
    main,
    '--config',
    config,
    '--port',
    '0',
    '--admin-port',
    '0',
    '--data',
    dataDir,
  ]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for await (const chunk of child.stdout) {
    output += String(chunk);
    const connectionString = /ServiceBus=(\S+)/.exec(output)?.[1];
    if (connectionString !== undefined) return { child, connectionString };
  }
  throw new Error(`The broker did not start: ${output}`);
};

/** What the client knows for certain about each message, by body. */
type Book = { sent: Set<number>; attempted: number; completing: Set<number>; completed: Set<number> };

const swallow = () => {};

/** Sends and completes without pause until the connection breaks, keeping the book. */
const work = async (connectionString: string, book: Book): Promise<void> => {
  const client = new ServiceBusClient(connectionString, { retryOptions: { maxRetries: 0, timeoutInMs: 2000 } });
  onTestFinished(() => client.close().catch(swallow));
  const sender = client.createSender('slow');
  const receiver = client.createReceiver('slow');
  const complete = async (message: ServiceBusReceivedMessage) => {
    const body = Number(message.body);
    // Every third message is left alone, so that there is something to lose.
    if (body % 3 === 0) return;
    book.completing.add(body);
    await receiver.completeMessage(message);
    book.completed.add(body);
  };
  receiver.subscribe(
    { processMessage: (message) => complete(message).catch(swallow), processError: async () => {} },
    { autoCompleteMessages: false, maxConcurrentCalls: 20 },
  );
  const send = async () => {
    for (;;) {
      const body = ++book.attempted;
      await sender.sendMessages({ body });
      book.sent.add(body);
    }
  };
  await Promise.all(Array.from({ length: 10 }, () => send().catch(swallow)));
};

test('after kill -9 nothing accepted is lost, nothing completed comes back, and the order is kept', async () => {
  const dataDir = await temporaryFolder();
  const { child, connectionString } = await spawnBroker(dataDir);
  const book: Book = { sent: new Set(), attempted: 0, completing: new Set(), completed: new Set() };
  const working = work(connectionString, book);
  while (book.completed.size < 300) await sleep(10);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await working;

  const broker = await brokerForTest({ dataDir });
  const client = clientFor(broker.connectionString);
  await client.createSender('slow').sendMessages({ body: -1 });
  const receiver = client.createReceiver('slow', { receiveMode: 'receiveAndDelete' });
  const left: ServiceBusReceivedMessage[] = [];
  // The message sent last is the last.
  while (left.at(-1)?.body !== -1) left.push(...(await receiver.receiveMessages(1000, { maxWaitTimeInMs: 500 })));
  expect(await receiver.peekMessages(1)).toEqual([]);
  const bodies = new Set(left.map((message) => Number(message.body)));
  expect(bodies.size).toBe(left.length);
  expect([...book.sent].filter((body) => !bodies.has(body) && !book.completing.has(body))).toEqual([]);
  expect([...book.completed].filter((body) => bodies.has(body))).toEqual([]);
  const numbers = left.map((message) => Number(message.sequenceNumber));
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  // No number is given twice.
  expect(new Set(numbers).size).toBe(numbers.length);
});
