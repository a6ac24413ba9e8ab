/** The good answers of a handler. */

export interface Reply {
  status: number;
  /** Sent as JSON, or as it is when it is bytes. */
  body?: unknown;
  headers?: Record<string, string>;
}

const tagged = (etag?: string | number): Pick<Reply, 'headers'> =>
  etag === undefined ? {} : { headers: { etag: `"${etag}"` } };

export const ok = (body: unknown, { etag }: { etag?: string | number } = {}): Reply => ({
  status: 200,
  body,
  ...tagged(etag),
});

export const created = (location: string, body: unknown, { etag }: { etag?: string | number } = {}): Reply => ({
  status: 201,
  body,
  headers: { location, ...tagged(etag).headers },
});

/** The request was taken; its outcome shows at `location`. */
export const accepted = (location: string, body: unknown): Reply => ({ status: 202, body, headers: { location } });

export const noContent = (): Reply => ({ status: 204 });
