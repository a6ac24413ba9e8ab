/** Calls the handlers of an app in a test as the host would, with tokens of a test issuer. */
import assert from 'node:assert/strict';
import {
  type HttpHandler,
  type HttpMethod,
  HttpRequest,
  type HttpResponseInit,
  InvocationContext,
} from '@azure/functions';
import type { startTestIssuer } from '../identity/test-issuer.ts';
import type { RouteHandler } from './route.ts';

export interface Sent {
  /** Name of the user; nobody when left out. */
  by?: string;
  roles?: readonly string[];
  method?: HttpMethod;
  params?: Record<string, string>;
  query?: Record<string, string>;
  /** Sent as JSON, or as it is when it is bytes. */
  body?: unknown;
  /** The Idempotency-Key. */
  key?: string;
  headers?: Record<string, string>;
}

export interface Received {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
  /** The body as it came, also when it is no JSON. */
  raw: unknown;
}

interface ClientOptions {
  issuer: Awaited<ReturnType<typeof startTestIssuer>>;
  /** What the tokens are for. */
  scope: string;
}

const bodyOf = (body: unknown): { bytes: Uint8Array } | { string: string } | undefined => {
  if (body === undefined) return undefined;
  return body instanceof Uint8Array
    ? { bytes: body }
    : { string: typeof body === 'string' ? body : JSON.stringify(body) };
};

const received = ({ status = 200, headers = {}, body }: HttpResponseInit): Received => ({
  status,
  headers: headers as Record<string, string>,
  body: typeof body === 'string' && body !== '' ? (JSON.parse(body) as Record<string, unknown>) : {},
  raw: body,
});

/** The function names of handlers, which idempotency keys belong to. */
const names = new Map<HttpHandler, string>();

const nameOf = (handler: HttpHandler): string => {
  const name = names.get(handler) ?? `handler-${names.size}`;
  names.set(handler, name);
  return name;
};

/** Fails when a good answer is not as the route describes it, be it by a field too many. */
export const checkDescribed = (
  handler: HttpHandler | RouteHandler,
  { status, body }: { status: number; body: unknown },
): void => {
  if (!('spec' in handler) || !handler.spec.answer || status >= 300) return;
  const { error, data } = handler.spec.answer.safeParse(body);
  if (error) throw new Error(`The answer is not as described. ${error.message}`);
  assert.deepStrictEqual(data, body, 'The answer has fields that its description lacks.');
};

export const testClient =
  ({ issuer, scope }: ClientOptions) =>
  async (handler: HttpHandler, sent: Sent = {}): Promise<Received> => {
    const { by, roles = [], body, key, params = {}, query = {} } = sent;
    const content = bodyOf(body);
    const request = new HttpRequest({
      method: sent.method ?? (content ? 'POST' : 'GET'),
      url: `http://shop.test/?${new URLSearchParams(query).toString()}`,
      params,
      query,
      headers: {
        ...(by !== undefined && { authorization: `Bearer ${await issuer.token({ sub: by, scope, roles })}` }),
        ...(content && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...sent.headers,
      },
      ...(content && { body: content }),
    });
    const answer = await handler(
      request,
      new InvocationContext({ functionName: nameOf(handler), logHandler: () => undefined }),
    );
    if (!answer || answer instanceof Response) throw new Error('There is no answer.');
    const result = received(answer);
    checkDescribed(handler, result);
    return result;
  };
