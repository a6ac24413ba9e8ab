/** Routes requests: our own pages and the operators' API first, everything else is OpenID Connect and goes to oidc-provider. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AdminApi } from './admin/api.ts';
import { sendPage, setSecurityHeaders } from './http/answer.ts';
import type { Route } from './http/route.ts';
import { withOfflineAccess } from './openid/grants.ts';
import { errorPage } from './pages/messages.ts';
import type { Services } from './services.ts';

interface Handlers {
  routes: readonly Route[];
  adminApi: AdminApi;
}

/** A mailed link's token opens an account; it stays out of the log's error lines. */
const withoutToken = (url: string | undefined): string | undefined => url?.replace(/^(\/password\/).*/, '$1…');

/**
 * oidc-provider makes the addresses that it hands out of the Host header. Under another name, which any site can point at this machine, it
 * would hand out that site's.
 */
const refuseOtherHost = (response: ServerResponse, issuer: string): void =>
  sendPage(response, 421, errorPage(`This is ${issuer}; it has no other name.`));

/** The listener for node:http. */
export const createListener = ({ provider, log }: Services, { routes, adminApi }: Handlers): RequestListener => {
  const openidConnect = provider.callback();
  const { host } = new URL(provider.issuer);
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.headers.host !== host) return refuseOtherHost(response, provider.issuer);
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (path.startsWith('/admin/')) return adminApi(request, response);
    for (const route of routes) {
      const match = request.method === route.method ? route.path.exec(path) : null;
      if (match) return route.handle({ request, response, parameter: match[1] ?? '' });
    }
    request.url = withOfflineAccess(request.url ?? '/');
    await openidConnect(request, response);
  };
  return (request, response) => {
    setSecurityHeaders(response);
    handle(request, response).catch((error: unknown) => {
      log.error({ err: error, path: withoutToken(request.url) }, 'a request failed');
      if (response.headersSent) return void response.destroy();
      sendPage(response, 500, errorPage('Something went wrong on our side.'));
    });
  };
};
