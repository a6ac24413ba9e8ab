/** Routes requests: our own pages first, everything else is OpenID Connect and goes to oidc-provider. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { sendPage, setSecurityHeaders } from './answer.ts';
import { withOfflineAccess } from './grants.ts';
import { errorPage } from './pages.ts';
import { type SignIn, showSignIn, submitSignIn } from './sign-in.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, parameter: string) => Promise<void> | void;

interface Route {
  method: 'GET' | 'POST';
  /** Its first group is the handler's parameter. */
  path: RegExp;
  handle: Handler;
}

const stylesheet = readFileSync(join(import.meta.dirname, 'shop.css'));

const sendStylesheet: Handler = (_, response) => {
  response.writeHead(200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'max-age=300' });
  response.end(stylesheet);
};

const routesOf = (signIn: SignIn): Route[] => [
  { method: 'GET', path: /^\/shop\.css$/, handle: sendStylesheet },
  {
    method: 'GET',
    path: /^\/interaction\/([\w-]+)$/,
    handle: (request, response, uid) => showSignIn(signIn, { request, response, uid }),
  },
  {
    method: 'POST',
    path: /^\/interaction\/([\w-]+)$/,
    handle: (request, response, uid) => submitSignIn(signIn, { request, response, uid }),
  },
];

/** The listener for node:http. */
export const createListener = (signIn: SignIn): RequestListener => {
  const routes = routesOf(signIn);
  const openidConnect = signIn.provider.callback();
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    for (const route of routes) {
      const match = request.method === route.method ? route.path.exec(path) : null;
      if (match) return route.handle(request, response, match[1] ?? '');
    }
    request.url = withOfflineAccess(request.url ?? '/');
    await openidConnect(request, response);
  };
  return (request, response) => {
    setSecurityHeaders(response);
    handle(request, response).catch((error: unknown) => {
      signIn.log.error({ err: error, path: request.url }, 'a request failed');
      if (response.headersSent) return void response.destroy();
      sendPage(response, 500, errorPage('Something went wrong on our side.'));
    });
  };
};
