/**
 * The signed-in user as `oidc-client-ts` keeps them in the browser's storage. Reading that text directly spares every page load the
 * library, which is needed only to sign in, to renew a token and to sign out.
 */

export interface User {
  id: string;
  name: string;
  email: string | undefined;
  isOperator: boolean;
}

export interface StoredUser extends User {
  accessToken: string;
  /** Seconds since 1970. */
  expiresAt: number;
}

/** What our keys in the browser's storage begin with. */
export const storagePrefix = 'kittiwake.';

/** Where the library keeps the user. */
export const userKey = ({ issuer, clientId }: { issuer: string; clientId: string }): string =>
  `${storagePrefix}user:${issuer}:${clientId}`;

const operatorRole = 'shop.operator';

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const userFrom = (claims: Record<string, unknown>): User | undefined => {
  const id = textOf(claims.sub);
  if (id === undefined) return undefined;
  const email = textOf(claims.email);
  const roles = Array.isArray(claims.roles) ? claims.roles : [];
  const name = textOf(claims.name) ?? textOf(claims.preferred_username) ?? email ?? id;
  return { id, name, email, isOperator: roles.includes(operatorRole) };
};

/** The user in the stored text; undefined for none, and for a text that is not the library's. */
export const readStoredUser = (text: string | null): StoredUser | undefined => {
  const { access_token, expires_at, profile } = recordOf(text === null ? undefined : parse(text));
  const user = userFrom(recordOf(profile));
  const accessToken = textOf(access_token);
  if (user === undefined || accessToken === undefined || typeof expires_at !== 'number') return undefined;
  return { ...user, accessToken, expiresAt: expires_at };
};
