/** The AMQP listener: connections, sessions and links come and go here. */
import type { AddressInfo, Server, Socket } from 'node:net';
import rhea, { type Connection, type Container, type EventContext, type Sender } from 'rhea';
import type { BrokerContext } from './context.ts';
import { corkWrites } from './cork.ts';
import { attachReceiver, attachSender } from './links.ts';
import { prepareSession, socketOf } from './rhea-internals.ts';

export type AmqpServer = { readonly port: number; close(): Promise<void> };

const trust = () => ({ outcome: true, start: () => {}, step: () => {} });

/** JavaScript logs in with ANONYMOUS, .NET with MSSBCBS; who may do what is settled on `$cbs`. */
const createContainer = (): Container => {
  const container = rhea.create_container({ id: 'service-bus' });
  for (const mechanism of ['ANONYMOUS', 'MSSBCBS', 'PLAIN', 'EXTERNAL'])
    container.sasl_server_mechanisms[mechanism] = trust;
  return container;
};

/** Routes rhea's events. What a client does wrong ends its link, session or connection and nothing else. */
const route = (container: Container, context: BrokerContext): void => {
  const ends = new Map<Sender, () => void>();
  const end = (belongs: (sender: Sender) => boolean) => {
    for (const [sender, detach] of ends) {
      if (!belongs(sender)) continue;
      detach();
      ends.delete(sender);
    }
  };
  const endOf = (connection: Connection) => end((sender) => sender.connection === connection);

  container.on('session_open', ({ session }: EventContext) => session && prepareSession(session));
  container.on('receiver_open', ({ receiver }: EventContext) => receiver && attachSender(context, receiver));
  container.on('sender_open', ({ sender }: EventContext) => {
    const detach = sender && attachReceiver(context, sender);
    if (sender && detach) ends.set(sender, detach);
  });
  container.on('sender_close', ({ sender }: EventContext) => end((other) => other === sender));
  container.on('session_close', ({ session }: EventContext) => end((sender) => sender.session === session));
  container.on('connection_close', ({ connection }: EventContext) => endOf(connection));
  container.on('disconnected', ({ connection }: EventContext) => endOf(connection));
  container.on('receiver_close', () => {});
  for (const event of ['connection_error', 'session_error', 'sender_error', 'receiver_error'])
    container.on(event, (problem: EventContext) => context.log.debug({ problem: describe(problem) }, event));
  // What rhea could not read, or what went wrong in a handler of ours: the connection is closed.
  for (const event of ['error', 'protocol_error'])
    container.on(event, (problem: unknown) => context.log.warn({ err: problem }, 'A connection failed'));
};

const describe = ({ connection, session, sender, receiver }: EventContext): string => {
  const { error } = sender ?? receiver ?? session ?? connection;
  return error === undefined ? 'unknown' : JSON.stringify(error);
};

const FORCED = { condition: 'amqp:connection:forced', description: 'The broker is shutting down.' };

const listenOn = async (container: Container, port: number): Promise<Server> => {
  const options = {
    host: '127.0.0.1',
    port,
    max_frame_size: 65_536,
    tcp_no_delay: true,
    sender_options: { autosettle: false, treat_modified_as_released: false },
    receiver_options: { autoaccept: false, credit_window: 1000 },
  };
  const server = container.listen(options as unknown as Parameters<Container['listen']>[0]);
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject));
  return server;
};

/** Every open connection. What a connection writes after its handshake leaves in as few system calls as possible. */
const trackConnections = (container: Container): Set<Connection> => {
  const connections = new Set<Connection>();
  container.on('connection_open', ({ connection }: EventContext) => {
    connections.add(connection);
    // The answers to a client's first frames leave one by one: rhea clients have been seen to hang on header and open in one piece.
    setImmediate(() => corkWrites(socketOf(connection)));
  });
  for (const event of ['connection_close', 'disconnected'])
    container.on(event, ({ connection }: EventContext) => connections.delete(connection));
  return connections;
};

const trackSockets = (server: Server): Set<Socket> => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return sockets;
};

/** Starts listening on 127.0.0.1; port 0 picks a free one. Rejects with EADDRINUSE when the port is taken. */
export const startAmqpServer = async (context: BrokerContext, port: number): Promise<AmqpServer> => {
  const container = createContainer();
  route(container, context);
  const connections = trackConnections(container);
  const server = await listenOn(container, port);
  const sockets = trackSockets(server);
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const connection of connections) connection.close(FORCED);
      // Two turns: one for rhea to write the close frames, one for the sockets to send them.
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      for (const socket of sockets) socket.destroySoon();
      await closed;
    },
  };
};
