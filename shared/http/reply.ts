/** The good answers of a handler. */

export interface Reply<Body = unknown> {
  status: number;
  /** Sent as JSON; as it is when it is bytes; piece by piece when it is a `ReadableStream` of bytes. */
  body?: Body;
  headers?: Record<string, string>;
}

const tagged = (etag?: string | number): Pick<Reply, 'headers'> =>
  etag === undefined ? {} : { headers: { etag: `"${etag}"` } };

export const ok = <Body>(body: Body, { etag }: { etag?: string | number } = {}): Reply<Body> => ({
  status: 200,
  body,
  ...tagged(etag),
});

export const created = <Body>(
  location: string,
  body: Body,
  { etag }: { etag?: string | number } = {},
): Reply<Body> => ({
  status: 201,
  body,
  headers: { location, ...tagged(etag).headers },
});

/** The request was taken; its outcome shows at `location`. */
export const accepted = <Body>(location: string, body: Body): Reply<Body> => ({
  status: 202,
  body,
  headers: { location },
});

export const noContent = (): Reply<never> => ({ status: 204 });

const encoded = async function* (texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const text of texts) yield encoder.encode(text);
};

/**
 * Server-sent events, each frame sent as it comes; for apps that have called `app.setup({ enableHttpStream: true })`, since without
 * that the whole answer is waited for. The headers ask whatever is on the way to hold nothing back.
 */
export const eventStream = (frames: AsyncIterable<string>): Reply<ReadableStream> => ({
  status: 200,
  body: ReadableStream.from(encoded(frames)),
  headers: {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  },
});
