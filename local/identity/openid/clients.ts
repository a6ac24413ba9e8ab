/** Who may ask for tokens, and for what. */
import type { ClientMetadata } from 'oidc-provider';

/** The API that tokens are for: `aud` of every access token, and the scopes, one per bounded context. */
export const shopApi = {
  /** Resource indicators must be URIs (RFC 8707); no client sends it. */
  resource: 'urn:eshop',
  audience: 'eshop',
  scopes: ['catalog', 'basket', 'ordering', 'payment', 'coupon'],
} as const;

/** Scopes of OpenID Connect itself that we grant. */
export const openidScopes = ['openid', 'profile', 'email', 'offline_access'] as const;

/** Who has it runs the shop. */
export const operatorRole = 'shop.operator';

export const spaClientId = 'spa';

const hosts = ['http://127.0.0.1', 'http://localhost'];

/**
 * The single-page app, and command-line tools in its name. As a `native` client it may come back on any loopback port (RFC 8252, section
 * 7.3), so that a shop moved to other ports, and a tool that takes a free one, need no registration.
 */
export const spaClient: ClientMetadata = {
  client_id: spaClientId,
  client_name: 'Kittiwake',
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  redirect_uris: hosts.flatMap((host) => [`${host}/`, `${host}/callback`]),
  post_logout_redirect_uris: hosts.map((host) => `${host}/`),
};

export const accountClientId = 'account';
export const accountReturnPath = '/account/return';

/** The account pages of the provider itself, which sign people in by the same flow and use their session. */
export const accountClient = (issuer: string): ClientMetadata => ({
  client_id: accountClientId,
  client_name: 'Kittiwake account',
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code'],
  response_types: ['code'],
  redirect_uris: [issuer + accountReturnPath],
});

/** Whether a browser may call the provider from the page's origin: from any port of this machine, where the SPA may be. */
export const isLoopbackOrigin = (origin: string): boolean => {
  const url = URL.parse(origin);
  return url?.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname);
};
