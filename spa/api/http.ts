/** Asks the shop: one function for every call, which knows the gateway, the bearer token and the shop's errors. */
import { accessToken, renewedToken } from '../session/tokens.ts';
import { settings } from '../settings.ts';
import type { Calls } from './calls.ts';
import { problemIn, signedOut, unreachable } from './problem.ts';

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

const withQuery = (address: string, query: Anything['query'] = {}): string => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length > 0 ? `${address}?${search}` : address;
};

/** `GET` and the address, of `GET api/path` and what goes with it. */
const resolve = (request: Request, { path: places = {}, query }: Anything): [method: string, address: string] => {
  const [method = 'GET', path = ''] = request.split(' ');
  const filled = path.replaceAll(/\{(\w+)\}/g, (_place, name: string) => encodeURIComponent(places[name] ?? ''));
  return [method, withQuery(`${settings().gateway}/api/${filled}`, query)];
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

type Sent = [method: string, address: string, asked: Anything];

const send = async ([method, address, asked]: Sent, token: string | undefined): Promise<Response> => {
  const { body } = asked;
  try {
    return await fetch(address, {
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

/**
 * A token can end between two clicks: it is renewed once, and the same request sent again. Nothing is sent without one, as when the user
 * has just left in another tab.
 */
const sendSigned = async (sent: Sent): Promise<Response> => {
  const token = await accessToken();
  if (token === undefined) throw signedOut();
  const response = await send(sent, token);
  if (response.status !== 401) return response;
  const renewed = await renewedToken(token);
  return renewed === undefined ? response : send(sent, renewed);
};

const received = async (response: Response): Promise<unknown> => {
  if (!response.ok) throw await problemIn(response);
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
};

/** Makes a call and returns what the shop answers; throws a `Problem` when it is not a good answer. */
export const ask = async <R extends Request>(request: R, ...rest: Rest<R>): Promise<Answer<R>> => {
  const asked: Anything = rest[0] ?? {};
  const sent: Sent = [...resolve(request, asked), asked];
  return (await received(await (asked.public ? send(sent, undefined) : sendSigned(sent)))) as Answer<R>;
};

/** Likewise, of an API that takes the shop's tokens at an address of its own. */
export const askAt = async (method: string, address: string, asked: Anything): Promise<unknown> =>
  received(await sendSigned([method, withQuery(address, asked.query), asked]));

/** Opens a stream; throws a `Problem` when it would not open. */
export const openStream = async <R extends Request>(
  request: R,
  asked: Asked<R>,
): Promise<ReadableStream<Uint8Array>> => {
  const response = await sendSigned([...resolve(request, asked), asked]);
  if (!response.ok) throw await problemIn(response);
  if (!response.body) throw unreachable();
  return response.body;
};

/** Where a picture of the shop is, for an `img`. */
export const pictureAddress = (pictureUrl: string): string => `${settings().gateway}${pictureUrl}`;
