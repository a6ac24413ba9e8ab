/**
 * `broker`: messages of 1 KB sent and received through the unmodified SDK, kept on disk and in memory, one at a time and 32 at once; and
 * beside RabbitMQ, where it is installed, through one lean client for both.
 */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServiceBusClient } from '@azure/service-bus';
import { connectionStringFor } from '../../local/service-bus/broker.ts';
import { type Child, startChild } from '../../local/supervisor/child.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { closedLoop } from './support/closed-loop.ts';
import { withFolder } from './support/folder.ts';
import { type Peer, receivePlain, sendPlain } from './support/plain-amqp.ts';
import { clockMicros, printProfiles, profileFlags } from './support/profiles.ts';
import { haveRabbitMq, startRabbitMq } from './support/rabbitmq.ts';
import { round } from './support/statistics.ts';
import { printTable } from './support/table.ts';
import { startUsage } from './support/usage.ts';

const queue = 'bench';
const body = randomBytes(1024);
const config = {
  UserConfig: {
    Namespaces: [{ Name: 'sbemulatorns', Queues: [{ Name: queue, Properties: { LockDuration: 'PT1M' } }] }],
  },
};

const startBroker = async (name: string, folder: string, options: BenchOptions): Promise<Child> => {
  const configFile = join(folder, 'config.json');
  await writeFile(configFile, JSON.stringify(config));
  const kept = name === 'persistent' ? ['--data', join(folder, name)] : ['--in-memory'];
  return startChild({
    name,
    args: [fileURLToPath(new URL('../../local/service-bus/main.ts', import.meta.url)), '--config', configFile, ...kept],
    nodeFlags: options.profile ? profileFlags(folder, name) : [],
    port: 0,
    adminPort: 0,
    env: { ...process.env, LOG_LEVEL: 'warn' },
    onLine: (line) => console.error(`${name}: ${line}`),
    onCrash: () => undefined,
  });
};

/** What was moved in how long, and what that cost the broker and us. */
interface Moved {
  perSecond: number;
  brokerMicros: number;
  clientMicros: number;
}

/** Calls `work` and divides what it took by the messages that it moved. */
const costOf = async (broker: Child, work: () => Promise<number>): Promise<Moved> => {
  const usage = startUsage([broker, { name: 'client', pid: process.pid }]);
  const began = performance.now();
  const moved = await work();
  const seconds = (performance.now() - began) / 1000;
  const [brokerMicros = 0, clientMicros = 0] = usage.cpu().map((cpu) => (1e6 * cpu.seconds) / moved);
  return { perSecond: moved / seconds, brokerMicros, clientMicros };
};

/** Sends one message after the other, in as many loops as are at once. */
const send = async (client: ServiceBusClient, broker: Child, workers: number, options: BenchOptions) => {
  const sender = client.createSender(queue);
  let total = 0;
  const one = async () => {
    total += 1;
    await sender.sendMessages({ body, messageId: `bench/${total}` });
  };
  await closedLoop({ workers, seconds: options.warmUpSeconds, warmUpSeconds: 0 }, one);
  const moved = await costOf(
    broker,
    async () => (await closedLoop({ workers, ...options, warmUpSeconds: 0 }, one)).rounds,
  );
  await sender.close();
  return { total, moved };
};

/** Receives and completes what was sent, with the options of the functions host. */
const receive = async (client: ServiceBusClient, broker: Child, maxConcurrentCalls: number, count: number) => {
  const receiver = client.createReceiver(queue, { maxAutoLockRenewalDurationInMs: 0, skipParsingBodyAsJson: true });
  let open = count;
  const moved = await costOf(broker, async () => {
    await new Promise<void>((resolve, reject) => {
      const processMessage = async (message: Parameters<typeof receiver.completeMessage>[0]) => {
        await receiver.completeMessage(message);
        open -= 1;
        if (open === 0) resolve();
      };
      const processError = async ({ error }: { error: Error }) => reject(error);
      receiver.subscribe({ processMessage, processError }, { maxConcurrentCalls, autoCompleteMessages: false });
    });
    return count;
  });
  await receiver.close();
  return moved;
};

interface Row {
  kept: string;
  workers: number;
  sent: Moved;
  received: Moved;
}

const measure = async (broker: Child, workers: number, options: BenchOptions): Promise<Row> => {
  const client = new ServiceBusClient(connectionStringFor(broker.port));
  try {
    const { total, moved } = await send(client, broker, workers, options);
    return { kept: broker.name, workers, sent: moved, received: await receive(client, broker, workers, total) };
  } finally {
    await client.close();
  }
};

/** Messages a second of a broker, sent and accepted, received and accepted. */
interface Pace {
  name: string;
  sent: number;
  received: number;
}

const paceOf = async (name: string, peer: Peer, options: BenchOptions): Promise<Pace> => {
  const { sent, perSecond } = await sendPlain(peer, { body, workers: 32, ...options });
  return { name, sent: perSecond, received: await receivePlain(peer, sent, 32) };
};

/** How many messages go through ours while one goes through RabbitMQ, sent and received; null where there is no RabbitMQ. */
const besideRabbitMq = async (folder: string, options: BenchOptions): Promise<number | null> => {
  if (!haveRabbitMq()) {
    console.log(
      '\nRabbitMQ is not installed (Debian: apt-get install rabbitmq-server), so there is nothing to compare with.',
    );
    return null;
  }
  const [own, rabbit] = [
    await startBroker('persistent', folder, options),
    await startRabbitMq(join(folder, 'rabbitmq')),
  ];
  const paces = [
    await paceOf('ours', { port: own.port, address: queue }, options),
    await paceOf('RabbitMQ', rabbit.queue, options),
  ];
  await Promise.all([own.stop(), rabbit.stop()]);
  printTable(
    'Persistent messages of 1 KB through a lean AMQP client, 32 at once',
    ['broker', 'sends/s', 'receives/s'],
    paces.map(({ name, sent, received }) => [name, sent, received]),
  );
  const [ours = 0, theirs = 0] = paces.map(({ sent, received }) => 1 / (1 / sent + 1 / received));
  return round(ours / theirs);
};

export const broker: Bench = (options) =>
  withFolder(async (folder) => {
    const brokers = [await startBroker('persistent', folder, options), await startBroker('in memory', folder, options)];
    const window = { begin: clockMicros(), end: 0 };
    const share = { ...options, seconds: options.seconds / 2 };
    const rows: Row[] = [];
    for (const workers of [1, 32]) for (const one of brokers) rows.push(await measure(one, workers, share));
    window.end = clockMicros();
    await Promise.all(brokers.map((one) => one.stop()));

    printTable(
      'Messages of 1 KB through the SDK; received ones are locked and completed',
      ['kept', 'at once', 'sends/s', 'broker µs', 'client µs', 'receives/s', 'broker µs', 'client µs'],
      rows.map(({ kept, workers, sent, received }) => [
        kept,
        workers,
        ...[sent, received].flatMap(({ perSecond, brokerMicros, clientMicros }) => [
          perSecond,
          brokerMicros,
          clientMicros,
        ]),
      ]),
    );
    if (options.profile) printProfiles(folder, window);
    const ratioToRabbitMq = await besideRabbitMq(folder, share);
    const best = rows.find(({ kept, workers }) => kept === 'persistent' && workers === 32);
    return {
      sendPerSecond: round(best?.sent.perSecond ?? Number.NaN),
      receivePerSecond: round(best?.received.perSecond ?? Number.NaN),
      ratioToRabbitMq,
    };
  });
