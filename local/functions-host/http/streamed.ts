/** Requests to an app with HTTP streaming: the library takes the request and writes the answer itself, while its invocation runs. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../../log.ts';
import type { HostedFunction } from '../functions.ts';
import type { Invoke } from '../invocation.ts';
import type { RpcTypedData } from '../rpc.ts';
import { traceContext } from '../trace-context.ts';
import { isAnnouncedTooLarge } from './body.ts';
import type { Forwarded, Forwarder } from './forward.ts';
import { headersOf } from './request.ts';
import { answer } from './response.ts';

/** A request whose route and key fit. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  params: Record<string, string>;
  query: URLSearchParams | undefined;
}

/** Answers a request by a function. */
export type AnswerBy = (fn: HostedFunction, exchange: Exchange) => Promise<void>;

export interface StreamedOptions {
  forwarder: Forwarder;
  bodyLimit: number;
  invoke: Invoke;
  log: Logger;
}

/** An answer that has been written takes a moment through the socket; after so long there is none. */
const unansweredAfterMs = 1_000;

/** Under streaming the library takes headers and route parameters from here, everything else from the request itself. */
const metadataOf = (params: Record<string, string>, headers: Record<string, string>): Record<string, RpcTypedData> => {
  const metadata: Record<string, RpcTypedData> = {};
  for (const name in params) metadata[name] = { string: params[name] ?? '' };
  metadata.Headers = { json: JSON.stringify(headers) };
  return metadata;
};

const warnIfUnanswered = (log: Logger, about: object, { over, hasBegun }: Forwarded): void => {
  const warn = () => {
    if (!hasBegun())
      log.error(
        about,
        'returned nothing: under HTTP streaming such a request is never answered, neither here nor in Azure; return at least {}',
      );
  };
  const timer = setTimeout(warn, unansweredAfterMs).unref();
  void over.then(() => clearTimeout(timer));
};

/** Sends each request on to the library's server and runs the invocation that takes it there. */
export const createStreamed =
  ({ forwarder, bodyLimit, invoke, log }: StreamedOptions): AnswerBy =>
  async (fn, { request, response, params }) => {
    if (isAnnouncedTooLarge(request, bodyLimit)) {
      answer(response, 413);
      return;
    }
    const invocationId = randomUUID();
    const headers = headersOf(request);
    const trace = traceContext(headers.traceparent, headers.tracestate);
    const forwarded = forwarder.forward(request, response, invocationId);
    let isAnswered = false;
    const onAnswered = () => {
      isAnswered = true;
    };
    try {
      await invoke(fn, {
        trigger: { http: {} },
        metadata: metadataOf(params, headers),
        trace,
        stream: { ...forwarded, invocationId, onAnswered },
      });
      if (!forwarded.hasBegun()) warnIfUnanswered(log, { function: fn.name, invocationId }, forwarded);
    } catch {
      if (!isAnswered) forwarded.fail();
    }
  };
