/** How oidc-provider is set up: OAuth 2.1's code flow with PKCE, short JWT access tokens, rotated refresh tokens, nothing else. */
import { type Configuration, errors } from 'oidc-provider';
import { raw } from '../pages/html.ts';
import { errorPage, signedOutPage, signOutPage } from '../pages/messages.ts';
import type { Account, Accounts } from '../people/accounts.ts';
import { accountClient, isLoopbackOrigin, openidScopes, shopApi, spaClient } from './clients.ts';
import { grantEverything, policyWithoutConsent, promptValues } from './grants.ts';
import type { Secrets } from './secrets.ts';

const minutes = (count: number): number => count * 60;
const days = (count: number): number => count * 24 * 60 * 60;

/** Lifetimes in seconds. Rotation doesn't prolong the grant, so two weeks after the last visit to the provider refreshing ends. */
const ttl: Configuration['ttl'] = {
  AccessToken: minutes(10),
  AuthorizationCode: minutes(1),
  IdToken: minutes(60),
  Interaction: minutes(60),
  RefreshToken: days(14),
  Session: days(14),
  Grant: days(14),
};

const resourceIndicators = {
  enabled: true,
  defaultResource: () => shopApi.resource,
  useGrantedResource: () => true,
  getResourceServerInfo: (_: unknown, resource: string) => {
    if (resource !== shopApi.resource) throw new errors.InvalidTarget();
    const scope = shopApi.scopes.join(' ');
    return { scope, audience: shopApi.audience, accessTokenFormat: 'jwt' as const, accessTokenTTL: minutes(10) };
  },
};

/**
 * What Entra doesn't have is off, so that a client who needs it fails here first. Userinfo is one of these: an access token for the shop
 * doesn't open it, and with it off the ID token carries name and e-mail.
 */
const features: Configuration['features'] = {
  devInteractions: { enabled: false },
  dPoP: { enabled: false },
  pushedAuthorizationRequests: { enabled: false },
  userinfo: { enabled: false },
  resourceIndicators,
  rpInitiatedLogout: {
    enabled: true,
    logoutSource: (ctx, form) => void (ctx.body = signOutPage(raw(form)).html),
    postLogoutSuccessSource: (ctx) => void (ctx.body = signedOutPage().html),
  },
};

const claimsOf = ({ sub, username, name, email, emailVerified, roles }: Account) => ({
  sub,
  name,
  preferred_username: username,
  email,
  email_verified: emailVerified,
  roles,
});

/** Cookies know no ports: names of our own keep them apart from those of other programs on this machine. */
const cookieNames = {
  session: 'eshop_identity_session',
  interaction: 'eshop_identity_interaction',
  resume: 'eshop_identity_resume',
};

/** What clients find beside the standard's: pages and an API of our own, which another provider has elsewhere or not at all. */
const discovery = (issuer: string) => ({
  prompt_values_supported: promptValues,
  shop_account_endpoint: `${issuer}/account`,
  shop_user_administration_endpoint: `${issuer}/admin/users`,
});

/** The whole configuration but the storage adapter. */
export const configuration = (issuer: string, accounts: Accounts, secrets: Secrets): Configuration => ({
  jwks: secrets.jwks,
  cookies: { keys: secrets.cookieKeys, names: cookieNames },
  discovery: discovery(issuer),
  clients: [spaClient, accountClient(issuer)],
  clientAuthMethods: ['none'],
  clientBasedCORS: (_, origin) => isLoopbackOrigin(origin),
  scopes: openidScopes,
  claims: { profile: ['name', 'preferred_username', 'roles'], email: ['email', 'email_verified'] },
  responseTypes: ['code'],
  pkce: { required: () => true },
  rotateRefreshToken: true,
  // Signing out ends the refresh tokens too, which offline_access alone would let live on.
  expiresWithSession: () => true,
  ttl,
  features,
  interactions: { policy: policyWithoutConsent(), url: (_, { uid }) => `/interaction/${uid}` },
  loadExistingGrant: grantEverything,
  findAccount: (_, sub) => {
    const account = accounts.findBySub(sub);
    if (!account || account.disabled) return undefined;
    return { accountId: sub, claims: () => claimsOf(account) };
  },
  extraTokenClaims: (_, token) => {
    const account = 'accountId' in token && token.accountId ? accounts.findBySub(token.accountId) : undefined;
    return account && { name: account.name, roles: account.roles };
  },
  renderError: (ctx, { error, error_description: description }) => {
    ctx.type = 'html';
    ctx.body = errorPage(description ?? error).html;
  },
});
