/** Reads a request's body, up to a size that is plenty for what this server takes. */
import type { IncomingMessage } from 'node:http';

const limit = 8 * 1024;

/** The body as text; undefined when it is larger than 8 KiB. */
export const readBody = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  // The socket must survive a refused body, because the answer goes through it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length;
    if (size > limit) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
};
