/** What an app must be told about its OpenID Connect provider, so that the code never knows which one it is. */
import * as z from 'zod';

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

const isTrustworthy = (value: string): boolean => {
  const url = URL.parse(value);
  if (!url || url.search || url.hash || url.username) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname));
};

const claimName = (fallback: string) => z.string().min(1, 'name a claim of the access token').default(fallback);

/**
 * Settings of every app that checks tokens; each app merges the shape into its own schema. The defaults fit `local/identity`;
 * Microsoft Entra External ID needs `scp`, `oid` and the GUID of the API's registration as audience.
 */
export const IdentitySettings = z.object({
  /** Exactly the `issuer` that the provider's OpenID configuration and its tokens state, trailing slash included. */
  IDENTITY_ISSUER: z
    .string()
    .refine(isTrustworthy, 'must be an https:// address (http:// only on this machine) without query or user')
    .default('http://127.0.0.1:9080'),
  IDENTITY_AUDIENCE: z.string().min(1, 'name the audience of the access tokens').default('eshop'),
  /** Claim with the scopes, space-separated or an array. */
  IDENTITY_SCOPE_CLAIM: claimName('scope'),
  /** Claim with the stable id of the user. */
  IDENTITY_USER_CLAIM: claimName('sub'),
  /** Claim with the roles, an array or one string. */
  IDENTITY_ROLES_CLAIM: claimName('roles'),
  /** What the provider puts before our scope names, e.g. `https://shop.example/`; it is taken off. */
  IDENTITY_SCOPE_PREFIX: z.string().default(''),
});

export type IdentitySettings = z.infer<typeof IdentitySettings>;
