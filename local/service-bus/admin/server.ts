/** The admin endpoint: health as the emulator reports it, and a read-only view of the entities. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrokerContext } from '../amqp/context.ts';
import { entitiesView } from './entities.ts';
import { messagesView } from './messages.ts';

export type AdminServer = { readonly port: number; close(): Promise<void> };

/** What a request is answered with. */
export type View = { readonly status: number; readonly body: unknown };

const health: View = { status: 200, body: { status: 'healthy', message: 'Service is healthy.' } };

const notFound: View = {
  status: 404,
  body: { error: 'There are GET /health, GET /entities and GET /entities/{path}/messages?from=0&count=32.' },
};

const viewOf = (context: BrokerContext, url: URL): View => {
  if (url.pathname === '/health') return health;
  if (url.pathname === '/entities') return { status: 200, body: entitiesView(context.namespace) };
  const path = /^\/entities\/(.+)\/messages$/.exec(url.pathname)?.[1];
  return path === undefined ? notFound : messagesView(context.namespace, path, url.searchParams);
};

const answer = (response: ServerResponse, { status, body }: View): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};

/** Starts listening on 127.0.0.1; port 0 picks a free one. */
export const startAdminServer = async (context: BrokerContext, port: number): Promise<AdminServer> => {
  const server = createServer((request, response) => {
    if (request.method !== 'GET') return answer(response, { status: 405, body: { error: 'Only GET is allowed.' } });
    answer(response, viewOf(context, new URL(request.url ?? '/', 'http://127.0.0.1')));
    // Looking also moves the clock on, and what fell due then must be written.
    context.commit.request();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
