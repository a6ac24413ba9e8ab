/** Serves the files of the single-page app; paths without a file get its index.html, so that its own routes work. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { Body } from '../runtime/body.ts';
import { Headers } from '../runtime/headers.ts';
import type { GatewayResponse } from '../runtime/messages.ts';
import { reasonOf } from '../runtime/reasons.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** Vite puts a hash of the content into these names (`app-Bf3_x9Qa.js`), so their content never changes. */
const hashed = /-(?=[\w-]*[A-Z\d_])[\w-]{8}\.\w+$/;

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
const findFile = async (root: string, path: string): Promise<Found | undefined> => {
  const wanted = resolve(join(root, path));
  if (wanted !== root && !wanted.startsWith(root + sep)) return undefined;
  const found = (await fileAt(wanted)) ?? (extname(path) === '' ? await fileAt(join(root, 'index.html')) : undefined);
  if (!found) return undefined;
  const real = await realpath(found.file);
  return real.startsWith((await realpath(root)) + sep) ? found : undefined;
};

const etagOf = ({ file, size, modified }: Found): string =>
  `"${createHash('sha1').update(`${file} ${size} ${modified}`).digest('base64url').slice(0, 16)}"`;

const headersOf = (found: Found): Headers => {
  const { file, size } = found;
  const immutable = hashed.test(file) && file.includes(`${sep}assets${sep}`);
  return Headers.from([
    ['Content-Type', types[extname(file).toLowerCase()] ?? 'application/octet-stream'],
    ['Content-Length', String(size)],
    ['Cache-Control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache'],
    ['ETag', etagOf(found)],
    ['X-Content-Type-Options', 'nosniff'],
  ]);
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
export const serveFiles = (dir: string): StaticFiles => {
  const root = resolve(dir);
  return {
    serve: async (method, path, request) => {
      if (method !== 'GET' && method !== 'HEAD') return undefined;
      const found = await findFile(root, decodeURIComponent(path));
      if (!found) return undefined;
      const headers = headersOf(found);
      const known = request
        .text('If-None-Match')
        ?.split(',')
        .map((tag) => tag.trim().replace(/^W\//, ''));
      if (known?.includes(headers.text('ETag') ?? '')) {
        headers.delete('Content-Length');
        return answer(304, headers);
      }
      return answer(200, headers, method === 'GET' ? await contentOf(found) : undefined);
    },
  };
};
