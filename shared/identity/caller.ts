/** Who is calling, read from the claims of a verified access token. */
import type { IdentitySettings } from './settings.ts';

export interface Caller {
  /** Stable id of the user at the identity provider; the buyer id of the shop. */
  id: string;
  /** Display name, when the provider states it. */
  name?: string;
  roles: readonly string[];
  scopes: readonly string[];
}

type Claims = Readonly<Record<string, unknown>>;

const words = (claim: unknown): string[] => {
  if (typeof claim === 'string') return claim.split(' ').filter(Boolean);
  return Array.isArray(claim) ? claim.filter((word) => typeof word === 'string') : [];
};

/** The caller that the claims describe, or undefined when they name no user. The claims must come from a verified token. */
export const callerFrom = (claims: Claims, settings: IdentitySettings): Caller | undefined => {
  const id = claims[settings.IDENTITY_USER_CLAIM];
  if (typeof id !== 'string' || id === '') return undefined;
  const prefix = settings.IDENTITY_SCOPE_PREFIX;
  const scopes = words(claims[settings.IDENTITY_SCOPE_CLAIM]);
  return {
    id,
    ...(typeof claims.name === 'string' && { name: claims.name }),
    roles: words(claims[settings.IDENTITY_ROLES_CLAIM]),
    scopes: scopes.map((scope) => (scope.startsWith(prefix) ? scope.slice(prefix.length) : scope)),
  };
};

/** True when the caller has been given the role, e.g. `shop.operator`. */
export const hasRole = (caller: Caller, role: string): boolean => caller.roles.includes(role);

/** True when the token was issued for the scope, e.g. `basket`. */
export const hasScope = (caller: Caller, scope: string): boolean => caller.scopes.includes(scope);
