/** Sends requests to backends over kept-alive connections. */
import http from 'node:http';
import https from 'node:https';
import { Body } from '../runtime/body.ts';
import { Headers, removeHopByHop } from '../runtime/headers.ts';
import { BackendFailure, type GatewayResponse, type OutgoingRequest, type Transport } from '../runtime/messages.ts';

const agentOptions = { keepAlive: true, maxSockets: 512, scheduling: 'lifo' } as const;

export interface HttpTransport {
  send: Transport;
  close(): void;
}

const toResponse = (incoming: http.IncomingMessage, bodyLimit: number): GatewayResponse => {
  const status = incoming.statusCode ?? 502;
  const empty = status === 204 || status === 304 || incoming.headers['content-length'] === '0';
  if (empty) incoming.resume();
  const headers = Headers.fromRaw(incoming.rawHeaders);
  removeHopByHop(headers);
  return {
    status,
    reason: incoming.statusMessage ?? '',
    headers,
    body: empty ? undefined : Body.streaming(incoming, bodyLimit),
  };
};

const explain = (error: NodeJS.ErrnoException, { host, port }: OutgoingRequest): BackendFailure =>
  new BackendFailure('BackendConnectionFailure', `${host}:${port}: ${error.code ?? error.message}`);

/** A kept connection that the backend closed at the very moment it was used again: nothing was received, so it is asked once more. */
const mayRepeat = (
  error: NodeJS.ErrnoException,
  request: http.ClientRequest,
  { method, body }: OutgoingRequest,
): boolean =>
  request.reusedSocket && error.code === 'ECONNRESET' && (method === 'GET' || method === 'HEAD') && body === undefined;

/** `bodyLimit`: how many bytes of a response a policy may bring into memory. */
export const createTransport = (bodyLimit: number): HttpTransport => {
  const agents = { http: new http.Agent(agentOptions), https: new https.Agent(agentOptions) };

  const attempt = (outgoing: OutgoingRequest, repeated: boolean): Promise<GatewayResponse> =>
    new Promise((resolve, reject) => {
      const { scheme, host, port, target, method, headers, body, timeoutMs, onCancellable } = outgoing;
      const { request: start } = scheme === 'https' ? https : http;
      const request = start({
        agent: agents[scheme],
        host,
        port,
        path: target,
        method,
        headers: headers.toRaw(),
        setHost: false,
      });
      const timer = setTimeout(() => {
        reject(
          new BackendFailure(
            'Timeout',
            `HTTP response status code and headers not received from the backend within ${timeoutMs} ms`,
          ),
        );
        request.destroy();
      }, timeoutMs);
      request.once('response', (incoming) => {
        clearTimeout(timer);
        resolve(toResponse(incoming, bodyLimit));
      });
      request.once('error', (error) => {
        clearTimeout(timer);
        if (!repeated && mayRepeat(error, request, outgoing)) resolve(attempt(outgoing, true));
        else reject(explain(error, outgoing));
      });
      onCancellable?.(() => void request.destroy());
      if (body === undefined || Buffer.isBuffer(body)) request.end(body);
      else {
        body.once('error', (error) => request.destroy(error));
        body.pipe(request);
      }
    });

  return {
    send: (request) => attempt(request, false),
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
};
