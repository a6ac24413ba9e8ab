/** The HTTP server that `@azure/functions` starts inside the app for HTTP streaming: kept to this machine, and closed with the host. */
import { Server as HttpServer } from 'node:http';
import { Server } from 'node:net';

/** What was started while some work ran, and what the work gave. */
interface Watched<Result> {
  result: Result;
  /** Closes every server and drops its connections. */
  close: () => void;
}

const closeServer = (server: Server): void => {
  server.close();
  if (server instanceof HttpServer) server.closeAllConnections();
};

/**
 * The library listens on every interface of the machine; while `work` runs, a server that names no address listens on 127.0.0.1
 * alone.
 */
export const onLoopback = async <Result>(work: () => Promise<Result>): Promise<Watched<Result>> => {
  const servers: Server[] = [];
  const holder = Server.prototype as { listen: (...args: unknown[]) => unknown };
  const original = holder.listen;
  holder.listen = new Proxy(original, {
    apply: (target, server: Server, args: unknown[]) => {
      servers.push(server);
      return Reflect.apply(target, server, typeof args[0] === 'function' ? [0, '127.0.0.1', ...args] : args);
    },
  });
  try {
    return { result: await work(), close: () => servers.forEach(closeServer) };
  } finally {
    holder.listen = original;
  }
};

/** The address that a capability `HttpUri` names. `localhost` may first mean ::1, where nobody listens. */
export const addressOf = (httpUri: string): { host: string; port: number } => {
  const { hostname, port } = new URL(httpUri);
  return { host: hostname === 'localhost' ? '127.0.0.1' : hostname, port: Number(port) };
};
