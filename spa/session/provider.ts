/** The identity provider, through `oidc-client-ts`: authorization code flow with PKCE, tokens renewed by refresh token. Loaded when first needed. */
import { ErrorResponse, type StateStore, type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { settings } from '../settings.ts';
import { keptUser } from './session.ts';
import { storagePrefix } from './stored-user.ts';

/** Keeps the library's one user where the rest of the page reads and follows them. */
const userStore: StateStore = {
  set: async (_key, text) => keptUser().write(text),
  get: async () => keptUser().read(),
  remove: async () => {
    const text = keptUser().read();
    keptUser().write(null);
    return text;
  },
  getAllKeys: async () => [],
};

const createManager = (): UserManager => {
  const { issuer, clientId, scopes } = settings();
  return new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${location.origin}/callback`,
    post_logout_redirect_uri: `${location.origin}/`,
    scope: scopes,
    userStore,
    stateStore: new WebStorageStateStore({ prefix: `${storagePrefix}signin.`, store: localStorage }),
    // Renewed by the call that needs the token, one tab at a time: a refresh token works once.
    automaticSilentRenew: false,
    monitorSession: false,
  });
};

let manager: UserManager | undefined;
const theManager = (): UserManager => (manager ??= createManager());

/** Leaves for the provider; `returnTo` is the path that the visitor comes back to. */
export const signIn = (returnTo: string): Promise<void> => theManager().signinRedirect({ state: { returnTo } });

const pathIn = (state: unknown): string => {
  const { returnTo } = (state ?? {}) as { returnTo?: unknown };
  return typeof returnTo === 'string' && /^\/(?![/\\])/.test(returnTo) ? returnTo : '/';
};

/** Finishes a sign-in at /callback and returns the path to go on to. */
export const finishSignIn = async (): Promise<string> => pathIn((await theManager().signinRedirectCallback()).state);

/** Signs out here and at the provider. */
export const signOut = (): Promise<void> => theManager().signoutRedirect();

/** Forgets the user here only. */
export const forgetUser = (): Promise<void> => theManager().removeUser();

/** A user with a new access token; null when the provider no longer vouches for them. Throws when it can't be reached. */
export const renewUser = async (): Promise<User | null> => {
  const user = await theManager().getUser();
  if (user?.refresh_token === undefined) return null;
  try {
    return await theManager().signinSilent();
  } catch (error) {
    if (error instanceof ErrorResponse) return null;
    throw error;
  }
};
