/** Request bodies, read whole as the worker protocol wants them. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answer } from './response.ts';

/** The limit of the Functions host, 100 MB; the real setting FUNCTIONS_REQUEST_BODY_SIZE_LIMIT changes it. */
export const defaultBodyLimit = 104_857_600;

/** Whether there is a body to read; the library drops that of GET and HEAD, so nobody waits for it. */
export const hasBody = (request: IncomingMessage): boolean =>
  request.method !== 'GET' &&
  request.method !== 'HEAD' &&
  (request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0);

/** Whether a body says itself that it is above the limit. */
export const isAnnouncedTooLarge = (request: IncomingMessage, limit: number): boolean =>
  Number(request.headers['content-length'] ?? 0) > limit;

/** Counts a body that somebody else reads; `onTooLarge` is called once when it exceeds `limit` bytes. */
export const countBody = (request: IncomingMessage, limit: number, onTooLarge: () => void): void => {
  let size = 0;
  const count = (chunk: Buffer) => {
    size += chunk.length;
    if (size <= limit) return;
    request.off('data', count);
    onTooLarge();
  };
  request.on('data', count);
};

/**
 * The whole body; 'too large' as soon as it is known to exceed `limit` bytes, 'aborted' when the caller went away. The rest of a
 * body that is too large is read and dropped, because a caller that cannot finish writing would never read the answer.
 */
const readBody = (request: IncomingMessage, limit: number): Promise<Buffer | 'too large' | 'aborted'> => {
  if (isAnnouncedTooLarge(request, limit)) return Promise.resolve('too large');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        request.removeAllListeners('data').resume();
        resolve('too large');
      } else chunks.push(chunk);
    });
    request.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size)));
    request.once('close', () => resolve('aborted'));
    request.once('error', () => resolve('aborted'));
  });
};

/** Reads the body; answers 413 itself and gives undefined when there is nothing to go on with. */
export const takeBody = async (
  request: IncomingMessage,
  response: ServerResponse,
  limit: number,
): Promise<Buffer | undefined> => {
  const body = hasBody(request) ? await readBody(request, limit) : Buffer.alloc(0);
  if (body === 'too large') answer(response, 413);
  return typeof body === 'string' ? undefined : body;
};
