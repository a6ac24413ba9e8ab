/**
 * Whether the caller of a streamed answer has gone away. @azure/functions 4.16 tells a handler nothing of it and goes on asking its
 * stream for more. But under HTTP streaming each request also passes through the library's own server inside the worker process, and
 * Node announces every request that a server takes; the host closes that connection when the caller's is closed.
 */
import { channel } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

interface Started {
  request: IncomingMessage;
  response: ServerResponse;
}

/** The answers that are being written, by the invocation that writes them. */
const answers = new Map<string, ServerResponse>();

channel('http.server.request.start').subscribe((message) => {
  const { request, response } = message as Started;
  const invocationId = request.headers['x-ms-invocation-id'];
  if (typeof invocationId !== 'string') return;
  answers.set(invocationId, response);
  response.once('close', () => answers.delete(invocationId));
});

/**
 * A signal that is aborted when the answer of an invocation is over, because it is complete or because its caller has gone. Never,
 * for a request that did not come through HTTP streaming.
 */
export const callerGone = (invocationId: string): AbortSignal => {
  const gone = new AbortController();
  answers.get(invocationId)?.once('close', () => gone.abort());
  return gone.signal;
};
