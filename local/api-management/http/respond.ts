/** Writes a response to the client: bytes at once, streams as they come. */
import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { Logger } from '../../log.ts';
import { Body } from '../runtime/body.ts';
import { Headers } from '../runtime/headers.ts';
import type { GatewayResponse } from '../runtime/messages.ts';

/** Statuses that never have a body (RFC 9110, 6.4.1). */
const bodiless = (status: number): boolean => status < 200 || status === 204 || status === 304;

/** `pipe` with the errors seen to; `stream.pipeline` does more, but its AbortController costs a tenth of the gateway's time. */
const stream = (from: Readable, to: ServerResponse, log: Logger): void => {
  from.once('error', (error) => {
    log.warn({ err: error }, 'a response broke off');
    to.destroy();
  });
  to.once('close', () => {
    if (!from.readableEnded) from.destroy();
  });
  from.pipe(to);
};

/** Sends the response. A backend that breaks off takes the client's connection with it, so that the client knows. */
export const respond = (
  to: ServerResponse,
  { status, reason, headers, body, unbuffered }: GatewayResponse,
  log: Logger,
): void => {
  const sent = body?.forSending();
  const isHead = to.req.method === 'HEAD';
  if (Buffer.isBuffer(sent) && !(isHead && headers.has('Content-Length')))
    headers.set('Content-Length', String(sent.length));
  else if (!sent && !isHead && !bodiless(status)) headers.set('Content-Length', '0');
  if (reason) to.writeHead(status, reason, headers.toRaw());
  else to.writeHead(status, headers.toRaw());
  if (!sent || Buffer.isBuffer(sent)) return void to.end(isHead ? undefined : sent);
  if (unbuffered) to.flushHeaders();
  stream(sent, to, log);
};

/** A response for what is refused before any policy runs. */
export const plainError = (status: number, reason: string, message: string): GatewayResponse => ({
  status,
  reason,
  headers: Headers.from([
    ['Content-Type', 'application/json'],
    ['Connection', 'close'],
  ]),
  body: Body.of(JSON.stringify({ statusCode: status, message })),
});
