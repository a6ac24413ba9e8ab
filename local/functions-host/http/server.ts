/** The listening socket of the host: opened before the app loads, so that a busy port shows at once and the app knows its port. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HostError } from '../errors.ts';
import { answer } from './response.ts';

export interface HttpServer {
  port: number;
  /** Who answers from now on; until it is first called, requests are answered with 503. */
  serve(listener: RequestListener): void;
  /** Stops listening and drops the connections. */
  close(): Promise<void>;
}

const notReady = (_: IncomingMessage, response: ServerResponse) => answer(response, 503, { 'retry-after': '1' });

const explain = (error: NodeJS.ErrnoException, port: number): Error => {
  if (error.code === 'EADDRINUSE')
    return new HostError(`Port ${port} is in use; choose another one with --port N (0 takes a free one)`);
  if (error.code === 'EACCES')
    return new HostError(`Port ${port} may not be opened by this user; choose one above 1023 with --port N`);
  return error;
};

/** Listens on 127.0.0.1. Idle connections are kept for 130 seconds and headers may have 32 KB, as in Kestrel. */
export const listen = async (port: number): Promise<HttpServer> => {
  let current: RequestListener = notReady;
  const server = createServer({ keepAliveTimeout: 130_000, maxHeaderSize: 32_768 }, (request, response) =>
    current(request, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, port)));
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    serve: (listener) => {
      current = listener;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
