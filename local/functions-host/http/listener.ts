/** Sends each request to whoever answers it: administration, the durable engine, or the app's functions. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from '../../log.ts';
import { toError } from '../errors.ts';
import { answer } from './response.ts';

/** Answers a request, or tells by false that it is not its own. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export interface ListenerOptions {
  functions: Handler;
  durable: Handler;
  admin(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** True while the host closes: running functions may still reach the durable engine, new work is refused. */
  draining(): boolean;
  log: Logger;
}

const dispatch = async (
  request: IncomingMessage,
  response: ServerResponse,
  options: ListenerOptions,
): Promise<void> => {
  const target = request.url ?? '';
  if (!target.startsWith('/')) return answer(response, 400);
  const isDurable = target.startsWith('/durabletask/') || target.startsWith('/runtime/');
  if (isDurable && (await options.durable(request, response))) return;
  if (options.draining()) return answer(response, 503, { connection: 'close' });
  if (target.startsWith('/admin/')) return options.admin(request, response);
  if (!(await options.functions(request, response))) answer(response, 404);
};

export const createListener =
  (options: ListenerOptions): RequestListener =>
  (request, response) => {
    dispatch(request, response, options).catch((thrown: unknown) => {
      options.log.error({ err: toError(thrown) }, `${request.method} ${request.url} could not be answered`);
      if (response.headersSent) response.destroy();
      else answer(response, 500);
    });
  };
