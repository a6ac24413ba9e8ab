/** The network edge of policy tests: backends are a function from request to response, and every request is recorded. */

import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Body } from '../runtime/body.ts';
import { Headers as Fields } from '../runtime/headers.ts';
import { BackendFailure, type OutgoingRequest, type Transport } from '../runtime/messages.ts';

/** Answers as a backend would; throwing is a backend that cannot be reached. */
export type FakeBackends = (request: Request) => Response | Promise<Response>;

/** A request as a backend got it. */
export interface Call {
  method: string;
  url: string;
  headers: Headers;
  body: string;
}

export interface FakeNetwork {
  calls: Call[];
  send: Transport;
}

/** Throw it to let a call time out. */
export class FakeTimeout extends Error {}

const bodyText = (body: OutgoingRequest['body']): string | Promise<string> =>
  body === undefined ? '' : Buffer.isBuffer(body) ? body.toString('utf8') : text(body);

const recorded = async ({ method, scheme, host, port, target, headers, body }: OutgoingRequest): Promise<Call> => {
  const standard = (scheme === 'https' ? 443 : 80) === port;
  const sent = [...headers.entries()].flatMap(([name, values]) =>
    values.map((value): [string, string] => [name, value]),
  );
  return {
    method,
    url: `${scheme}://${host}${standard ? '' : `:${port}`}${target}`,
    headers: new Headers(sent),
    body: await bodyText(body),
  };
};

const toRequest = ({ method, url, headers, body }: Call): Request =>
  new Request(url, { method, headers, ...(body !== '' && method !== 'GET' && method !== 'HEAD' && { body }) });

const failureOf = (error: unknown): BackendFailure =>
  error instanceof FakeTimeout
    ? new BackendFailure(
        'Timeout',
        'HTTP response status code and headers not received from the backend within the configured timeout',
      )
    : new BackendFailure('BackendConnectionFailure', (error as Error).message);

export const fakeNetwork = (backends: FakeBackends): FakeNetwork => {
  const calls: Call[] = [];
  const send: Transport = async (outgoing) => {
    const call = await recorded(outgoing);
    calls.push(call);
    const answer = await Promise.resolve()
      .then(() => backends(toRequest(call)))
      .catch((error: unknown) => {
        throw failureOf(error);
      });
    return {
      status: answer.status,
      reason: answer.statusText,
      headers: Fields.from(answer.headers),
      body: answer.body ? Body.streaming(Readable.fromWeb(answer.body), 10_000_000) : undefined,
    };
  };
  return { calls, send };
};
