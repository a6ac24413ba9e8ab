import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Headers } from '../runtime/headers.ts';
import { readSiteConfig } from './site-config.ts';
import { type StaticFiles, serveFiles } from './static-files.ts';

const text = 'the lamp is lit; '.repeat(100);

let folder: string;
let files: StaticFiles;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'static-'));
  await writeFile(join(folder, 'app.js'), text);
  await writeFile(join(folder, 'small.js'), 'lit');
  await writeFile(join(folder, 'lamp.png'), text);
  files = serveFiles(folder, readSiteConfig(folder, []));
});
afterAll(() => rm(folder, { recursive: true }));

const get = async (path: string, headers: [string, string][] = [], method = 'GET') => {
  const found = await files.serve(method, path, Headers.from(headers));
  if (!found) throw new Error(`There is no ${path}.`);
  const sent = found.body?.forSending();
  return { ...found, content: Buffer.isBuffer(sent) ? sent : undefined };
};

const gzip: [string, string][] = [['Accept-Encoding', 'br, gzip;q=0.8']];

test('text is compressed for whoever takes it, and plain for others', async () => {
  const zipped = await get('/app.js', gzip);
  expect(zipped.headers.text('Content-Encoding')).toBe('gzip');
  expect(gunzipSync(zipped.content ?? '').toString()).toBe(text);
  for (const refusing of [[], [['Accept-Encoding', 'gzip;q=0, br']]] as [string, string][][]) {
    const plain = await get('/app.js', refusing);
    expect(plain.headers.text('Content-Encoding')).toBeUndefined();
    expect(plain.content?.toString()).toBe(text);
    expect(plain.headers.text('Vary')).toBe('Accept-Encoding');
    expect(plain.headers.text('ETag')).not.toBe(zipped.headers.text('ETag'));
  }
});

test('what the browser has in this form is not sent again, and a question for the headers alone gets no content', async () => {
  const etag = (await get('/app.js', gzip)).headers.text('ETag') ?? '';
  expect(await get('/app.js', [...gzip, ['If-None-Match', etag]])).toMatchObject({ status: 304 });
  expect(await get('/app.js', [['If-None-Match', etag]])).toMatchObject({ status: 200 });
  const asked = await get('/app.js', gzip, 'HEAD');
  expect([asked.content, asked.headers.text('Content-Encoding')]).toEqual([undefined, 'gzip']);
});

test('a changed file is compressed anew', async () => {
  await writeFile(join(folder, 'news.txt'), 'old '.repeat(200));
  await get('/news.txt', gzip);
  await writeFile(join(folder, 'news.txt'), 'newer '.repeat(200));
  expect(gunzipSync((await get('/news.txt', gzip)).content ?? '').toString()).toMatch(/^newer/);
});

test('pictures and tiny files go as they are', async () => {
  for (const path of ['/lamp.png', '/small.js'])
    expect((await get(path, gzip)).headers.text('Content-Encoding')).toBeUndefined();
});
