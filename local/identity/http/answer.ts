/** How this server answers a browser: the headers of every response, pages and redirects. */
import type { ServerResponse } from 'node:http';
import type { Html } from '../pages/html.ts';

/**
 * `form-action` also covers where a posted form is redirected to, and both sign-in and sign-out end at the shop, on a loopback port.
 * `script-src` is empty rather than 'none', because oidc-provider adds the hash of its own auto-submit page to it.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  'script-src',
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self' http://127.0.0.1:* http://localhost:*",
].join('; ');

/** Sets what every response has, oidc-provider's included. */
export const setSecurityHeaders = (response: ServerResponse): void => {
  response.setHeader('Content-Security-Policy', contentSecurityPolicy);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'same-origin');
};

/** Sends a page that no cache keeps. */
export const sendPage = (response: ServerResponse, status: number, page: Html): void => {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(page.html);
};

/** Sends the browser on with a GET. */
export const redirect = (response: ServerResponse, location: string): void => {
  response.writeHead(303, { Location: location, 'Cache-Control': 'no-store' });
  response.end();
};
