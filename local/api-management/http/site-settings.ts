/** Answers `/config.json`, with which the single-page app learns where everything is; a deployed site has it as a file. */
import { Body } from '../runtime/body.ts';
import { Headers } from '../runtime/headers.ts';
import type { StaticFiles } from './static-files.ts';

/** Origins of the addresses among the settings: where the page has to be allowed to call. */
export const originsIn = (settings: object): string[] => {
  const addresses = Object.values(settings).map((value) => (typeof value === 'string' ? URL.parse(value) : null));
  return [...new Set(addresses.flatMap((url) => (url && /^https?:$/.test(url.protocol) ? [url.origin] : [])))];
};

/** The site's files with its settings among them; the settings win over a file. */
export const withSettings = (settings: object, files: StaticFiles | undefined): StaticFiles => ({
  serve: async (method, path, request) =>
    path === '/config.json' && (method === 'GET' || method === 'HEAD')
      ? {
          status: 200,
          reason: 'OK',
          headers: Headers.from([['Content-Type', 'application/json']]),
          body: Body.of(JSON.stringify(settings)),
        }
      : files?.serve(method, path, request),
});
