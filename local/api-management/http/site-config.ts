/**
 * What a site says of itself in staticwebapp.config.json: headers, content types, and which paths its page answers. Azure Static Web Apps
 * reads the same file, so that a page that works here with its content security policy works there.
 */
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import * as z from 'zod';

export const configFile = 'staticwebapp.config.json';

const headers = z.record(z.string(), z.string());
const pattern = z.string().startsWith('/').or(z.string().startsWith('*.'));

/** The part of Static Web Apps' configuration that can be executed; everything else is refused. */
const schema = z.strictObject({
  navigationFallback: z
    .strictObject({ rewrite: z.string().startsWith('/'), exclude: z.array(pattern).default([]) })
    .optional(),
  routes: z.array(z.strictObject({ route: pattern, headers })).default([]),
  globalHeaders: headers.default({}),
  mimeTypes: headers.default({}),
});

export interface SiteConfig {
  /** Headers for a path; those of its route win over the global ones. */
  headersOf: (path: string) => [name: string, value: string][];
  /** The file that answers for a path without one, if there is any. */
  fallbackOf: (path: string) => string | undefined;
  contentTypeOf: (file: string) => string;
}

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

/** A route, `/assets/*` or `*.{css,js}`, as a regular expression. */
const matcher = (route: string): RegExp =>
  new RegExp(
    `^${route
      .replaceAll(/[.+?^$()|[\]\\]/g, String.raw`\$&`)
      .replaceAll('*', '.*')
      .replaceAll(/\{([^}]*)\}/g, (_, list: string) => `(${list.split(',').join('|')})`)}$`,
  );

/** Never the page's, whatever is configured: an unknown API is not found. */
const reserved = /^\/api(\/|$)/;

/** Without a configuration every path without an ending is the page's, as single-page apps want it. */
const byDefault: z.input<typeof schema> = {
  navigationFallback: { rewrite: '/index.html', exclude: ['*.*'] },
  globalHeaders: { 'x-content-type-options': 'nosniff' },
};

const parse = (dir: string | undefined): z.output<typeof schema> => {
  const file = join(dir ?? '', configFile);
  if (dir === undefined || !existsSync(file)) return schema.parse(byDefault);
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new Error(`${file} cannot be executed: ${reason}`, { cause: error });
  }
};

/**
 * A build doesn't know where the gateway and the identity provider will be, so its content security policy allows `https:`. Here both
 * are known, and plain http: only they are allowed.
 */
const withOrigins = (name: string, value: string, origins: readonly string[]): [string, string] => [
  name,
  name.toLowerCase() === 'content-security-policy'
    ? value.replaceAll(/ https:(?=[ ;]|$)/g, origins.map((origin) => ` ${origin}`).join(''))
    : value,
];

/** Reads the configuration in a site's folder. `origins` are those that its page may call. Throws what cannot be executed. */
export const readSiteConfig = (dir: string | undefined, origins: readonly string[]): SiteConfig => {
  const { navigationFallback, routes, globalHeaders, mimeTypes } = parse(dir);
  const matchers = routes.map((route) => ({ matches: matcher(route.route), headers: route.headers }));
  const excluded = navigationFallback?.exclude.map(matcher) ?? [];
  return {
    headersOf: (path) => {
      const route = matchers.find(({ matches }) => matches.test(path));
      return Object.entries({ ...globalHeaders, ...route?.headers }).map(([name, value]) =>
        withOrigins(name, value, origins),
      );
    },
    fallbackOf: (path) =>
      [reserved, ...excluded].some((one) => one.test(path)) ? undefined : navigationFallback?.rewrite,
    contentTypeOf: (file) => {
      const ending = extname(file).toLowerCase();
      return mimeTypes[ending] ?? types[ending] ?? 'application/octet-stream';
    },
  };
};
