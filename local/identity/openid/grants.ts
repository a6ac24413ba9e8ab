/** What signing in permits: our own client gets everything it may ask for, and nobody is asked for consent. */
import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { openidScopes, shopApi } from './clients.ts';

const existingGrant = async ({ oidc }: KoaContextWithOIDC) => {
  const grantId = oidc.client && oidc.session?.grantIdFor(oidc.client.clientId);
  const grant = grantId ? await oidc.provider.Grant.find(grantId) : undefined;
  return grant?.accountId === oidc.session?.accountId ? grant : undefined;
};

/** The grant of the signed-in user to the client, made when there is none; oidc-provider's `loadExistingGrant`. */
export const grantEverything = async (ctx: KoaContextWithOIDC) => {
  const { client, provider, session } = ctx.oidc;
  if (!client || !session?.accountId) return undefined;
  const grant =
    (await existingGrant(ctx)) ?? new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(openidScopes.join(' '));
  grant.addResourceScope(shopApi.resource, shopApi.scopes.join(' '));
  await grant.save();
  return grant;
};

/** An account that was disabled or deleted while its owner was on the way. */
const withoutAccount = new interactionPolicy.Check('no_account', 'the account is not there any more', ({ oidc }) =>
  Boolean(oidc.session?.accountId && !oidc.account),
);

/** Prompts that clients may ask for. */
export const promptValues = ['none', 'login', 'consent', 'create'] as const;

/**
 * Sign-in and sign-up are the only interactions. `prompt=consent` stays a value that clients may send, and asks for nothing;
 * `prompt=create` is that of Initiating User Registration via OpenID Connect 1.0.
 */
export const policyWithoutConsent = (): interactionPolicy.DefaultPolicy => {
  const policy = interactionPolicy.base();
  policy.get('consent')?.checks.clear();
  policy.add(new interactionPolicy.Prompt({ name: 'create', requestable: true }), 0);
  policy.get('login')?.checks.add(withoutAccount);
  return policy;
};

/**
 * OpenID Connect Core (section 11) lets `offline_access` count only with `prompt=consent`. Entra gives a refresh token without it, so the
 * prompt is added for clients that ask for none.
 */
export const withOfflineAccess = (url: string): string => {
  const [path, query] = url.split('?', 2);
  const params = new URLSearchParams(query);
  const asks = params.get('scope')?.split(' ').includes('offline_access');
  if (path !== '/auth' || !asks || params.has('prompt', 'none') || params.has('prompt', 'consent')) return url;
  params.set('prompt', [params.get('prompt'), 'consent'].filter(Boolean).join(' '));
  return `${path}?${params.toString()}`;
};
