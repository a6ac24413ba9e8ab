/** The gateway's socket: limits that keep slow or oversized requests out, and short answers to what is no HTTP. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface HttpServer {
  port: number;
  /** Stops listening, lets running requests finish for a while, then drops them. */
  close(): Promise<void>;
}

const limits = { maxHeaderSize: 16_384, headersTimeout: 20_000, requestTimeout: 300_000, keepAliveTimeout: 65_000 };
const graceMs = 5000;

const statusOf = ({ code }: NodeJS.ErrnoException): string => {
  if (code === 'HPE_HEADER_OVERFLOW') return '431 Request Header Fields Too Large';
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request';
};

/** The parser refused the request; nothing of it may be taken for the start of the next one, so the connection ends. */
const refuse = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = statusOf(error);
  const body = JSON.stringify({ statusCode: Number(status.slice(0, 3)), message: status.slice(4) });
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
};

const explain = (error: NodeJS.ErrnoException, port: number): Error => {
  if (error.code === 'EADDRINUSE')
    return new Error(`Port ${port} is in use; choose another one with --port N (0 takes a free one)`);
  return error.code === 'EACCES'
    ? new Error(`Port ${port} may not be opened by this user; choose one above 1023 with --port N`)
    : error;
};

/** Listens on 127.0.0.1. */
export const listen = async (port: number, listener: RequestListener): Promise<HttpServer> => {
  const server = createServer({ ...limits, insecureHTTPParser: false, requireHostHeader: true }, listener);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuse(error, socket as Socket));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, port)));
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
};
