/** Asks the shop: one function for every call, which knows the gateway, the bearer token and the shop's errors. */
import { accessToken, renewedToken } from '../session/tokens.ts';
import { settings } from '../settings.ts';
import { problemIn, unreachable } from './problem.ts';

export interface Asked {
  query?: Record<string, string | number | boolean | undefined>;
  /** Sent as JSON, or as it is when it is a file. */
  body?: unknown;
  /** The `Idempotency-Key` of a command that takes effect once. */
  key?: string;
  /** The ETag that the change is based on. */
  ifMatch?: string | number;
  /** Goes out without a token, so that the gateway may answer from its cache. */
  public?: boolean;
  signal?: AbortSignal;
  /** Where a stream is to be resumed. */
  lastEventId?: string | undefined;
}

export interface Answer<Body> {
  body: Body;
  /** The ETag, without quotes. */
  etag: string | undefined;
}

const addressOf = (path: string, query: Asked['query'] = {}): string => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return `${settings().gateway}/api/${path}${given.length > 0 ? `?${search}` : ''}`;
};

const headersOf = ({ body, key, ifMatch, lastEventId }: Asked, token: string | undefined): Record<string, string> => ({
  ...(token !== undefined && { authorization: `Bearer ${token}` }),
  ...(body !== undefined && { 'content-type': body instanceof Blob ? body.type : 'application/json' }),
  ...(key !== undefined && { 'idempotency-key': key }),
  ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
  ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
});

const send = async (request: string, asked: Asked, token: string | undefined): Promise<Response> => {
  const [method = 'GET', path = ''] = request.split(' ');
  const { body } = asked;
  try {
    return await fetch(addressOf(path, asked.query), {
      method,
      headers: headersOf(asked, token),
      ...(body !== undefined && { body: body instanceof Blob ? body : JSON.stringify(body) }),
      ...(asked.signal && { signal: asked.signal }),
    });
  } catch (error) {
    if (asked.signal?.aborted) throw error;
    throw unreachable();
  }
};

/** A token can end between two clicks: it is renewed once, and the same request sent again. */
const sendSigned = async (request: string, asked: Asked): Promise<Response> => {
  const token = await accessToken();
  const response = await send(request, asked, token);
  if (response.status !== 401 || token === undefined) return response;
  const renewed = await renewedToken(token);
  return renewed === undefined ? response : send(request, asked, renewed);
};

/** Asks for `METHOD context/path` and returns body and ETag; throws a `Problem` for every other answer. */
export const askFull = async <Body>(request: string, asked: Asked = {}): Promise<Answer<Body>> => {
  const response = await (asked.public ? send(request, asked, undefined) : sendSigned(request, asked));
  if (!response.ok) throw await problemIn(response);
  const text = await response.text();
  const etag = response.headers.get('etag')?.replace(/^W\/|"/g, '');
  return { body: (text === '' ? undefined : JSON.parse(text)) as Body, etag };
};

/** Like `askFull`, for callers that need no ETag. */
export const ask = async <Body>(request: string, asked?: Asked): Promise<Body> =>
  (await askFull<Body>(request, asked)).body;

/** Opens a stream; throws a `Problem` when it would not open. */
export const openStream = async (request: string, asked: Asked): Promise<ReadableStream<Uint8Array>> => {
  const response = await sendSigned(request, asked);
  if (!response.ok) throw await problemIn(response);
  if (!response.body) throw unreachable();
  return response.body;
};

/** Where a picture of the shop is, for an `img`. */
export const pictureAddress = (pictureUrl: string): string => `${settings().gateway}${pictureUrl}`;
