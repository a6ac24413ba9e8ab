/**
 * The way of a streamed request: on to the library's own HTTP server, where the invocation takes it, and the answer back as it comes.
 * The other half, the invocation itself, knows nothing of it but its id.
 */

import { once } from 'node:events';
import {
  Agent,
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { hopByHop } from '../../hop-by-hop.ts';
import type { RunningStream } from '../running.ts';
import { countBody, hasBody } from './body.ts';
import { answer } from './response.ts';

/** What is not passed on; an expectation has been answered by then. */
const notForwarded: ReadonlySet<string> = new Set([...hopByHop, 'expect']);

const invocationIdHeader = 'x-ms-invocation-id';

/** After so long without a byte in either direction the real host gives up (`ActivityTimeout` of its forwarder). */
const defaultSilenceMs = 240_000;

export interface ForwarderOptions {
  /** Where the library listens. */
  host: string;
  port: number;
  /** Bytes of the largest request body. */
  bodyLimit: number;
  silenceMs?: number;
}

/** A request on its way. */
export interface Forwarded extends RunningStream {
  /** Resolves when the request is over; whoever still waits for it then waits in vain. */
  over: Promise<void>;
  /** The invocation failed: 500, or a connection cut off when the answer has begun already. */
  fail: () => void;
}

const namedByConnection = (connection: string | undefined): string[] =>
  connection?.split(',').map((name) => name.trim().toLowerCase()) ?? [];

const requestHeaders = (request: IncomingMessage, invocationId: string) => {
  const headers: Record<string, string | string[] | undefined> = {
    ...request.headers,
    [invocationIdHeader]: invocationId,
    'x-forwarded-host': request.headers.host ?? 'localhost',
    'x-forwarded-proto': 'http',
  };
  for (const name of [...notForwarded, ...namedByConnection(request.headers.connection)]) delete headers[name];
  if (!hasBody(request)) delete headers['content-length'];
  else if (headers['content-length'] === undefined) headers['transfer-encoding'] = 'chunked';
  return headers;
};

/** As the library wrote them, name after value, so that repeated ones stay apart. */
const responseHeaders = ({ rawHeaders, headers: { connection } }: IncomingMessage): string[] => {
  const dropped = namedByConnection(connection);
  const headers: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    const lower = name.toLowerCase();
    if (notForwarded.has(lower) || lower === invocationIdHeader || dropped.includes(lower)) continue;
    headers.push(name, rawHeaders[at + 1] ?? '');
  }
  return headers;
};

/** Passes the answer on, each piece when it comes; headers that come without a body leave at once, too. */
const passBack = (from: IncomingMessage, to: ServerResponse): void => {
  to.writeHead(from.statusCode ?? 502, responseHeaders(from));
  from.on('error', () => to.writableEnded || to.destroy());
  from.pipe(to);
  setImmediate(() => to.writableEnded || to.flushHeaders());
};

/** An answer of our own, or, when the app's has begun, a broken connection: a whole answer would be a lie. */
const breakOff = (response: ServerResponse, status: number): void => {
  if (response.headersSent) response.destroy();
  else answer(response, status);
};

const isEventStream = ({ headers }: IncomingMessage): boolean =>
  headers['content-type']?.startsWith('text/event-stream') === true;

/** Sends the body on; a body above the limit is answered with 413, and its rest is read and dropped. */
const sendBody = (request: IncomingMessage, proxied: ClientRequest, limit: number, onTooLarge: () => void): void => {
  if (!hasBody(request)) {
    proxied.end();
    return;
  }
  countBody(request, limit, onTooLarge);
  request.pipe(proxied);
};

/** The forwarder of one app. */
export const createForwarder = ({ host, port, bodyLimit, silenceMs = defaultSilenceMs }: ForwarderOptions) => {
  const agent = new Agent({ keepAlive: true });
  const eventStreams = new Set<() => void>();
  const unanswered = new Set<ServerResponse>();

  const forward = (request: IncomingMessage, response: ServerResponse, invocationId: string): Forwarded => {
    const headers = requestHeaders(request, invocationId);
    // The agent gives a kept connection the few seconds that the library keeps it for; only a time of the request's own replaces them.
    const proxied = httpRequest({
      agent,
      host,
      port,
      method: request.method,
      path: request.url,
      headers,
      timeout: silenceMs,
    });
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    let begun = false;
    let dismissed = false;
    const giveUp = (status: number) => {
      breakOff(response, status);
      proxied.destroy();
    };

    const dismiss = () => {
      dismissed = true;
      response.end();
      proxied.destroy();
    };
    unanswered.add(response);
    proxied.on('response', (from) => {
      if (response.destroyed || response.headersSent) return;
      begun = true;
      if (isEventStream(from)) eventStreams.add(dismiss);
      passBack(from, response);
    });
    proxied.on('timeout', () => giveUp(504));
    proxied.on('error', () => undefined);
    proxied.on('close', () => {
      end();
      // What is left of the body is read and dropped: a caller that cannot finish writing would never read the answer.
      if (!request.readableEnded) request.unpipe(proxied).resume();
      if (!response.headersSent && !response.destroyed) answer(response, 502);
    });
    response.on('close', () => {
      eventStreams.delete(dismiss);
      unanswered.delete(response);
      if (!response.writableFinished) proxied.destroy();
    });
    sendBody(request, proxied, bodyLimit, () => giveUp(413));
    return { over, hasBegun: () => begun, isDismissed: () => dismissed, fail: () => giveUp(500) };
  };

  return {
    forward,
    /** Ends the event streams, which have no end of their own: their clients come back and go on where they were. */
    endEventStreams: () => {
      for (const dismiss of eventStreams) dismiss();
    },
    /** Waits, for at most `graceMs`, until what was answered has reached its callers. */
    close: async (graceMs = 1_000): Promise<void> => {
      const reached = Promise.all([...unanswered].map((response) => once(response, 'close')));
      await Promise.race([reached, sleep(graceMs, undefined, { ref: false })]);
      agent.destroy();
    },
  };
};

export type Forwarder = ReturnType<typeof createForwarder>;
