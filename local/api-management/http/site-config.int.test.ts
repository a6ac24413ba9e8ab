import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSiteConfig } from './site-config.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'site-'))));
afterAll(() => rm(folder, { recursive: true }));

const configured = async (config: unknown, origins: string[] = []) => {
  await writeFile(join(folder, 'staticwebapp.config.json'), JSON.stringify(config));
  return readSiteConfig(folder, origins);
};

test('the first route that fits adds its headers, and they win over the global ones', async () => {
  const { headersOf } = await configured({
    globalHeaders: { 'cache-control': 'no-store', 'x-all': 'yes' },
    routes: [
      { route: '/assets/*', headers: { 'cache-control': 'immutable' } },
      { route: '/assets/late.js', headers: { 'x-late': 'yes' } },
      { route: '*.{css,txt}', headers: { 'cache-control': 'no-cache' } },
    ],
  });
  const all = ['x-all', 'yes'];
  expect(headersOf('/assets/late.js')).toEqual([['cache-control', 'immutable'], all]);
  expect(headersOf('/robots.txt')).toEqual([['cache-control', 'no-cache'], all]);
  expect(headersOf('/assets')).toEqual([['cache-control', 'no-store'], all]);
});

test('the page answers for what has no file, unless that is excluded', async () => {
  const navigationFallback = { rewrite: '/index.html', exclude: ['/icons/*', '*.{js,png}'] };
  const { fallbackOf } = await configured({ navigationFallback });
  expect(['/orders/7', '/icons', '/icons/gone', '/app.js', '/a.b', '/api/nothing', '/apiary'].map(fallbackOf)).toEqual([
    '/index.html',
    '/index.html',
    undefined,
    undefined,
    '/index.html',
    undefined,
    '/index.html',
  ]);
  expect((await configured({})).fallbackOf('/orders')).toBeUndefined();
});

test('types are those of the configuration, then the usual ones', async () => {
  const { contentTypeOf } = await configured({ mimeTypes: { '.gull': 'image/gull' } });
  expect(['a.gull', 'b.CSS', 'c'].map(contentTypeOf)).toEqual([
    'image/gull',
    'text/css; charset=utf-8',
    'application/octet-stream',
  ]);
});

test('what https: allows anywhere is allowed for the given origins alone', async () => {
  const policy = "default-src 'none'; img-src 'self' https:; connect-src 'self' https: https://kept.example";
  const { headersOf } = await configured({ globalHeaders: { 'Content-Security-Policy': policy } }, ['http://a:1']);
  expect(headersOf('/')).toEqual([
    [
      'Content-Security-Policy',
      "default-src 'none'; img-src 'self' http://a:1; connect-src 'self' http://a:1 https://kept.example",
    ],
  ]);
});

test.each([
  [{ routes: [{ route: '/admin', allowedRoles: ['administrator'] }] }, 'allowedRoles'],
  [{ responseOverrides: {} }, 'responseOverrides'],
  [{ navigationFallback: { rewrite: 'index.html' } }, 'navigationFallback.rewrite'],
])('%j cannot be executed and is refused by name', async (config, name) => {
  await expect(configured(config)).rejects.toThrow(name);
  await expect(configured(config)).rejects.toThrow('staticwebapp.config.json');
});

test('the policy of the shop’s page allows nothing inline, no frame around it, and calls to the shop and the provider alone', () => {
  const folder = fileURLToPath(new URL('../../../spa/public', import.meta.url));
  const headers = new Map(readSiteConfig(folder, ['http://127.0.0.1:9080']).headersOf('/basket'));
  const policy = headers.get('content-security-policy') ?? '';
  const directives = Object.fromEntries(
    policy.split('; ').map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1).join(' ')]),
  );
  expect(policy).not.toMatch(/unsafe|\*|data:|https:/);
  expect(directives).toMatchObject({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'connect-src': "'self' http://127.0.0.1:9080",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  });
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});
