/** Reads a posted HTML form. */
import type { IncomingMessage } from 'node:http';

const limit = 8 * 1024;

/** The fields of an `application/x-www-form-urlencoded` body; undefined when it is something else or larger than 8 KiB. */
export const readForm = async (request: IncomingMessage): Promise<URLSearchParams | undefined> => {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  // The socket must survive a refused body, because the answer goes through it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length;
    if (size > limit) return undefined;
    chunks.push(chunk as Buffer);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
};
