/** Asks the shop: one function for every call, which knows the gateway, the bearer token and the shop's errors. */
import { accessToken, renewedToken } from '../session/tokens.ts';
import { settings } from '../settings.ts';
import type { Calls } from './calls.ts';
import { problemIn, unreachable } from './problem.ts';

/** A call of the shop's API: `METHOD api/path`. */
export type Request = keyof Calls;

interface Circumstances {
  /** Goes out without a token, so that the gateway may answer from its cache. */
  public?: boolean;
  signal?: AbortSignal;
}

/** What goes with a request, as the API's description has it. */
type Asked<R extends Request> = Omit<Calls[R], 'answer'> & Circumstances;
/** What need not be said when a request takes nothing. */
type Rest<R extends Request> = Circumstances extends Asked<R> ? [asked?: Asked<R>] : [asked: Asked<R>];
type Answer<R extends Request> = Calls[R]['answer'];

/** What any request may take. */
interface Anything extends Circumstances {
  /** For the places in the path. */
  path?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string | number | undefined>>;
  /** Sent as JSON, or as it is when it is a file. */
  body?: unknown;
  /** The `Idempotency-Key` of a command that takes effect once. */
  key?: string;
  /** The ETag that the change is based on. */
  ifMatch?: string | undefined;
  /** Where a stream is to be resumed. */
  lastEventId?: string | undefined;
}

const addressOf = (path: string, { path: places = {}, query = {} }: Anything): string => {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_place, name: string) => encodeURIComponent(places[name] ?? ''));
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return `${settings().gateway}/api/${filled}${given.length > 0 ? `?${search}` : ''}`;
};

const headersOf = (
  { body, key, ifMatch, lastEventId }: Anything,
  token: string | undefined,
): Record<string, string> => ({
  ...(token !== undefined && { authorization: `Bearer ${token}` }),
  ...(body !== undefined && { 'content-type': body instanceof Blob ? body.type : 'application/json' }),
  ...(key !== undefined && { 'idempotency-key': key }),
  ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
  ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
});

const send = async (request: Request, asked: Anything, token: string | undefined): Promise<Response> => {
  const [method = 'GET', path = ''] = request.split(' ');
  const { body } = asked;
  try {
    return await fetch(addressOf(path, asked), {
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
const sendSigned = async (request: Request, asked: Anything): Promise<Response> => {
  const token = await accessToken();
  const response = await send(request, asked, token);
  if (response.status !== 401 || token === undefined) return response;
  const renewed = await renewedToken(token);
  return renewed === undefined ? response : send(request, asked, renewed);
};

/** Makes a call and returns what the shop answers; throws a `Problem` when it is not a good answer. */
export const ask = async <R extends Request>(request: R, ...rest: Rest<R>): Promise<Answer<R>> => {
  const asked: Anything = rest[0] ?? {};
  const response = await (asked.public ? send(request, asked, undefined) : sendSigned(request, asked));
  if (!response.ok) throw await problemIn(response);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as Answer<R>;
};

/** Opens a stream; throws a `Problem` when it would not open. */
export const openStream = async <R extends Request>(
  request: R,
  asked: Asked<R>,
): Promise<ReadableStream<Uint8Array>> => {
  const response = await sendSigned(request, asked);
  if (!response.ok) throw await problemIn(response);
  if (!response.body) throw unreachable();
  return response.body;
};

/** Where a picture of the shop is, for an `img`. */
export const pictureAddress = (pictureUrl: string): string => `${settings().gateway}${pictureUrl}`;
