/** The storefront on an origin of its own, as a static host serves it: files, headers, its own /config.json, and nothing else. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSiteConfig, type SiteConfig } from '../../local/api-management/http/site-config.ts';

const folder = fileURLToPath(new URL('../../dist/spa', import.meta.url));

export interface OtherOrigin {
  readonly origin: string;
  /** Says where gateway and issuer are, before the first page is asked for. */
  tell: (settings: { gateway: string; issuer: string }) => void;
  close: () => Promise<void>;
}

const scopes = 'openid profile email offline_access catalog basket ordering payment coupon';

const send = (response: ServerResponse, headers: [string, string][], body: string | Buffer): void => {
  for (const [name, value] of headers) response.setHeader(name, value);
  response.end(body);
};

/** Starts on a free port. */
export const serveOnOtherOrigin = async (): Promise<OtherOrigin> => {
  let settings = {};
  let site: SiteConfig = readSiteConfig(folder, []);

  const answer = async (path: string, response: ServerResponse): Promise<void> => {
    const headers = site.headersOf(path);
    const typed = (file: string): [string, string][] => [...headers, ['content-type', site.contentTypeOf(file)]];
    if (path === '/config.json') return send(response, typed(path), JSON.stringify(settings));
    const file = await readFile(join(folder, path)).catch(() => undefined);
    if (file) return send(response, typed(path), file);
    const fallback = site.fallbackOf(path);
    if (fallback === undefined) response.statusCode = 404;
    return send(response, typed(fallback ?? '.txt'), fallback ? await readFile(join(folder, fallback)) : 'Not found');
  };

  const server = createServer((request, response) => {
    void answer(new URL(request.url ?? '/', 'http://site').pathname, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tell: ({ gateway, issuer }) => {
      settings = { gateway, issuer, clientId: 'spa', scopes };
      site = readSiteConfig(folder, [gateway, issuer]);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
