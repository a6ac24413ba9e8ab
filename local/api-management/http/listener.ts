/** Turns node:http's requests into the gateway's, and finds out who answers: an API or the app's files. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { execute } from '../gateway/execute.ts';
import type { GatewayPlan } from '../gateway/plan.ts';
import type { Match } from '../gateway/router.ts';
import { Body } from '../runtime/body.ts';
import { Headers } from '../runtime/headers.ts';
import type { GatewayRequest, GatewayResponse } from '../runtime/messages.ts';
import { reasonOf } from '../runtime/reasons.ts';
import type { Services } from '../runtime/services.ts';
import { type Destination, Query, Url } from '../runtime/url.ts';
import { plainError, respond } from './respond.ts';
import type { StaticFiles } from './static-files.ts';
import { parseTarget, type Target } from './target.ts';

export interface ListenerOptions {
  /** The plan of now; reloading changes it. */
  plan: () => GatewayPlan;
  services: Services;
  files: StaticFiles | undefined;
  /** How many bytes of a request a policy may bring into memory. */
  bodyLimit: number;
}

const nowhere: Destination = { scheme: 'http', host: '', port: 80, basePath: '' };

/** node:http keeps the first of several; another server may believe the last. */
const hasOneHost = ({ rawHeaders }: IncomingMessage): boolean => {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (rawHeaders[index]?.length === 4 && rawHeaders[index]?.toLowerCase() === 'host') count += 1;
  return count === 1;
};

/** `Host: name:port`; a header that is no host, or that comes twice, is refused. */
const hostOf = (incoming: IncomingMessage): Destination | undefined => {
  const { host } = incoming.headers;
  if (!hasOneHost(incoming)) return undefined;
  const found = /^([\w.-]+|\[[\da-f:.]+\])(?::(\d{1,5}))?$/i.exec(host ?? '');
  return found ? { scheme: 'http', host: found[1] ?? '', port: Number(found[2] ?? 80), basePath: '' } : undefined;
};

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined ||
  (headers['content-length'] !== undefined && headers['content-length'] !== '0');

const addressOf = (incoming: IncomingMessage): string => (incoming.socket.remoteAddress ?? '').replace(/^::ffff:/, '');

const toRequest = (
  incoming: IncomingMessage,
  target: Target,
  host: Destination,
  match: Match | undefined,
  limit: number,
): GatewayRequest => ({
  method: incoming.method ?? 'GET',
  url: new Url(match?.api.destination ?? nowhere, match?.rest ?? target.path, new Query(target.query)),
  originalUrl: new Url(host, target.path, new Query(target.query)),
  headers: Headers.fromRaw(incoming.rawHeaders),
  ipAddress: addressOf(incoming),
  matchedParameters: match?.parameters ?? new Map<string, string>(),
  body: hasBody(incoming) ? Body.streaming(incoming, limit) : undefined,
});

const refuse = (status: number, message: string): GatewayResponse => plainError(status, reasonOf(status), message);

export const createListener = ({ plan, services, files, bodyLimit }: ListenerOptions): RequestListener => {
  const throughPolicies = async (
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    request: GatewayRequest,
    match: Match | undefined,
  ) => {
    const { exchange, response } = execute(plan(), match, request, services);
    outgoing.once('close', () => {
      if (outgoing.writableFinished) return;
      exchange.abandoned = true;
      exchange.cancel?.();
    });
    return response;
  };

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<GatewayResponse> => {
    const target = parseTarget(incoming.url ?? '/');
    const host = hostOf(incoming);
    if (typeof target === 'string') return refuse(400, target);
    if (!host) return refuse(400, 'There must be one valid Host header.');
    const match = plan().router.match(incoming.method ?? 'GET', target.path);
    const request = toRequest(incoming, target, host, match, bodyLimit);
    const file = match ? undefined : await files?.serve(request.method, target.path, request.headers);
    return file ?? throughPolicies(incoming, outgoing, request, match);
  };

  return (incoming, outgoing) => {
    answer(incoming, outgoing)
      .then((response) => respond(outgoing, response, services.log))
      .catch((error: unknown) => {
        services.log.error({ err: error, path: incoming.url }, 'a request could not be answered');
        if (outgoing.headersSent) outgoing.destroy();
        else respond(outgoing, refuse(500, 'Internal server error'), services.log);
      });
  };
};
