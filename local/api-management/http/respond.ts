/** Writes a response to the client: bytes at once, streams as they come. */
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { Logger } from '../../log.ts';
import { Body } from '../runtime/body.ts';
import { Headers, removeHopByHop } from '../runtime/headers.ts';
import type { GatewayResponse } from '../runtime/messages.ts';

/** Statuses that never have a body (RFC 9110, 6.4.1). */
const bodiless = (status: number): boolean => status < 200 || status === 204 || status === 304;

/** Sends the response. A backend that breaks off takes the client's connection with it, so that the client knows. */
export const respond = (
  to: ServerResponse,
  { status, reason, headers, body, unbuffered }: GatewayResponse,
  log: Logger,
): void => {
  const sent = body?.forSending();
  removeHopByHop(headers);
  const isHead = to.req.method === 'HEAD';
  if (Buffer.isBuffer(sent)) headers.set('Content-Length', String(sent.length));
  else if (!sent && !isHead && !bodiless(status)) headers.set('Content-Length', '0');
  if (reason) to.writeHead(status, reason, headers.toRaw());
  else to.writeHead(status, headers.toRaw());
  if (!sent || Buffer.isBuffer(sent)) return void to.end(isHead ? undefined : sent);
  if (unbuffered) to.flushHeaders();
  pipeline(sent, to, (error) => {
    if (error && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') log.warn({ err: error }, 'a response broke off');
  });
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
