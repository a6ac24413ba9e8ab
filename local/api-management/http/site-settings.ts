/** Answers `/config.json`, with which the single-page app learns where everything is; a deployed site has it as a file. */
import { Body } from '../runtime/body.ts';
import { Headers } from '../runtime/headers.ts';
import type { StaticFiles } from './static-files.ts';

const headers = () =>
  Headers.from([
    ['Content-Type', 'application/json'],
    ['Cache-Control', 'no-store'],
    ['X-Content-Type-Options', 'nosniff'],
  ]);

/** The site's files with its settings among them; the settings win over a file. */
export const withSettings = (settings: object, files: StaticFiles | undefined): StaticFiles => ({
  serve: async (method, path, request) =>
    path === '/config.json' && (method === 'GET' || method === 'HEAD')
      ? { status: 200, reason: 'OK', headers: headers(), body: Body.of(JSON.stringify(settings)) }
      : files?.serve(method, path, request),
});
