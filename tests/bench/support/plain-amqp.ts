/** A lean AMQP 1.0 client, the same for every broker, so that what is moved in a second depends on the broker. */
import { once } from 'node:events';
import rhea, { type Connection, type Delivery, type EventContext } from 'rhea';
import type { Measured } from './closed-loop.ts';
import { closedLoop } from './closed-loop.ts';

/** A durable queue of a broker on this machine. */
export interface Peer {
  port: number;
  /** What the queue is called at this broker. */
  address: string;
  login?: { username: string; password: string };
}

interface Load {
  body: Buffer;
  workers: number;
  warmUpSeconds: number;
  seconds: number;
}

const connect = async ({ port, login }: Peer): Promise<Connection> => {
  const connection = rhea
    .create_container()
    .connect({ host: '127.0.0.1', port, reconnect: false, ...(login ?? { username: 'anonymous' }) });
  await once(connection, 'connection_open');
  return connection;
};

const close = async (connection: Connection): Promise<void> => {
  connection.close();
  await once(connection, 'connection_close');
};

/** Sends persistent messages, each worker the next one when the broker has accepted its last. `sent` counts the warm-up as well. */
export const sendPlain = async (peer: Peer, { body, ...loop }: Load): Promise<Measured & { sent: number }> => {
  const connection = await connect(peer);
  const sender = connection.open_sender({ target: peer.address });
  await once(sender, 'sendable');
  const waiting = new Map<Delivery, () => void>();
  sender.on('accepted', ({ delivery }: EventContext) => {
    if (!delivery) return;
    waiting.get(delivery)?.();
    waiting.delete(delivery);
  });
  let sent = 0;
  const measured = await closedLoop(loop, async () => {
    if (!sender.sendable()) await once(sender, 'sendable');
    sent += 1;
    const delivery = sender.send({ message_id: `bench/${sent}`, durable: true, body: rhea.message.data_section(body) });
    await new Promise<void>((resolve) => waiting.set(delivery, resolve));
  });
  await close(connection);
  return { ...measured, sent };
};

/** Receives and accepts `count` messages, `credit` of them at a time. Answers how many a second that was. */
export const receivePlain = async (peer: Peer, count: number, credit: number): Promise<number> => {
  const connection = await connect(peer);
  const began = performance.now();
  await new Promise<void>((resolve) => {
    let open = count;
    const receiver = connection.open_receiver({ source: peer.address, credit_window: credit, autoaccept: true });
    receiver.on('message', () => {
      open -= 1;
      if (open === 0) resolve();
    });
  });
  const seconds = (performance.now() - began) / 1000;
  await close(connection);
  return count / seconds;
};
