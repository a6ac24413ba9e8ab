/** Set-Cookie headers as ASP.NET's `Append` writes them. Pure. */
import type { RpcHttpCookie } from '../rpc.ts';

const sameSite = { lax: 'samesite=lax', strict: 'samesite=strict', explicitNone: 'samesite=none', none: undefined };

/** One cookie, its value URL-escaped; `sameSite: 'none'` of the worker protocol means that none was set. */
export const setCookie = (cookie: RpcHttpCookie): string =>
  [
    `${encodeURIComponent(cookie.name)}=${encodeURIComponent(cookie.value)}`,
    cookie.expires && `expires=${new Date(cookie.expires.value.seconds * 1000).toUTCString()}`,
    cookie.maxAge && `max-age=${Math.floor(cookie.maxAge.value)}`,
    cookie.domain?.value && `domain=${cookie.domain.value}`,
    `path=${cookie.path?.value ?? '/'}`,
    cookie.secure?.value && 'secure',
    sameSite[cookie.sameSite ?? 'none'],
    cookie.httpOnly?.value && 'httponly',
  ]
    .filter(Boolean)
    .join('; ');
