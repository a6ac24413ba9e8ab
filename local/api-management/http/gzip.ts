/** Compresses the site's texts, as Azure's static hosting does: each file once, kept as long as it stays as it is. */
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Headers } from '../runtime/headers.ts';

/** Below this a header's worth is saved; above it nothing of a site is text. */
const sizes = { least: 512, most: 2 * 1024 * 1024 };

const isText = (contentType: string): boolean =>
  /^text\/|^application\/(json|javascript|manifest\+json|xml)\b|\+xml\b/.test(contentType);

export const canCompress = (size: number, contentType: string): boolean =>
  isText(contentType) && size >= sizes.least && size <= sizes.most;

/** Whether the client takes gzip (RFC 9110, section 12.5.3); `q=0` says no. */
export const takesGzip = (request: Headers): boolean =>
  (request.text('Accept-Encoding') ?? '')
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .some((one) => /^(gzip|\*)(\s*;(?!\s*q=0(\.0*)?$)|$)/.test(one));

/** Gives the compressed file; `etag` tells the versions of a file apart. */
export const createCompressor = (): ((file: string, etag: string) => Promise<Buffer>) => {
  const kept = new Map<string, { etag: string; content: Promise<Buffer> }>();
  return (file, etag) => {
    const known = kept.get(file);
    if (known?.etag === etag) return known.content;
    const content = readFile(file).then((bytes) => promisify(gzip)(bytes, { level: 9 }));
    kept.set(file, { etag, content });
    content.catch(() => kept.delete(file));
    return content;
  };
};
