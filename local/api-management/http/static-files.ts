/** Serves the files of the single-page app as its configuration says; what has no file is the page's, so that its own routes work. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { Body } from '../runtime/body.ts';
import { Headers } from '../runtime/headers.ts';
import type { GatewayResponse } from '../runtime/messages.ts';
import { reasonOf } from '../runtime/reasons.ts';
import { canCompress, createCompressor, takesGzip } from './gzip.ts';
import { configFile, type SiteConfig } from './site-config.ts';

const inlineUpTo = 256 * 1024;

interface Found {
  file: string;
  size: number;
  modified: number;
}

const fileAt = async (path: string): Promise<Found | undefined> => {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? { file: path, size: found.size, modified: found.mtimeMs } : undefined;
};

/** The file for a decoded path, never outside the folder, not even through a link. */
const findFile = async (root: string, path: string, config: SiteConfig): Promise<Found | undefined> => {
  const wanted = resolve(join(root, path));
  if ((wanted !== root && !wanted.startsWith(root + sep)) || path === `/${configFile}`) return undefined;
  const fallback = config.fallbackOf(path);
  const found = (await fileAt(wanted)) ?? (fallback === undefined ? undefined : await fileAt(join(root, fallback)));
  if (!found) return undefined;
  const real = await realpath(found.file);
  return real.startsWith((await realpath(root)) + sep) ? found : undefined;
};

const etagOf = ({ file, size, modified }: Found): string =>
  `"${createHash('sha1').update(`${file} ${size} ${modified}`).digest('base64url').slice(0, 16)}"`;

const headersOf = (found: Found, config: SiteConfig): Headers =>
  Headers.from([
    ['Content-Type', config.contentTypeOf(found.file)],
    ['Content-Length', String(found.size)],
    ['Cache-Control', 'no-cache'],
    ['ETag', etagOf(found)],
  ]);

/** Whether this answer is compressed, and its headers accordingly. */
const negotiateGzip = (headers: Headers, size: number, request: Headers): boolean => {
  if (!canCompress(size, headers.text('Content-Type') ?? '')) return false;
  headers.set('Vary', 'Accept-Encoding');
  if (!takesGzip(request)) return false;
  headers.set('Content-Encoding', 'gzip');
  headers.set('ETag', (headers.text('ETag') ?? '').replace(/"$/, '-gzip"'));
  headers.delete('Content-Length');
  return true;
};

const answer = (status: number, headers: Headers, body?: Body): GatewayResponse => ({
  status,
  reason: reasonOf(status),
  headers,
  body,
});

const contentOf = async ({ file, size }: Found): Promise<Body | undefined> => {
  if (size === 0) return undefined;
  return size <= inlineUpTo ? Body.of(await readFile(file)) : Body.streaming(createReadStream(file), 0);
};

export interface StaticFiles {
  /** The file's answer to GET and HEAD; undefined for other methods and when there is no such file. */
  serve(method: string, path: string, request: Headers): Promise<GatewayResponse | undefined>;
}

/** `path` is percent-encoded and was checked to hold no dot segments. */
export const serveFiles = (dir: string, config: SiteConfig): StaticFiles => {
  const root = resolve(dir);
  const compress = createCompressor();
  return {
    serve: async (method, path, request) => {
      if (method !== 'GET' && method !== 'HEAD') return undefined;
      const found = await findFile(root, decodeURIComponent(path), config);
      if (!found) return undefined;
      const headers = headersOf(found, config);
      const isZipped = negotiateGzip(headers, found.size, request);
      const known = request
        .text('If-None-Match')
        ?.split(',')
        .map((tag) => tag.trim().replace(/^W\//, ''));
      if (known?.includes(headers.text('ETag') ?? '')) {
        headers.delete('Content-Length');
        return answer(304, headers);
      }
      if (method === 'HEAD') return answer(200, headers);
      const content = isZipped ? Body.of(await compress(found.file, etagOf(found))) : await contentOf(found);
      return answer(200, headers, content);
    },
  };
};

/** The same files with the headers that the site wants on all its answers. */
export const withSiteHeaders = (config: SiteConfig, files: StaticFiles): StaticFiles => ({
  serve: async (method, path, request) => {
    const found = await files.serve(method, path, request);
    if (found) for (const [name, value] of config.headersOf(decodeURIComponent(path))) found.headers.set(name, value);
    return found;
  },
});
