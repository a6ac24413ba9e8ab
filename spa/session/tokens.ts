/** The access token for the shop's API, renewed before it ends by one tab at a time. */
import { unreachable } from '../api/problem.ts';
import type * as Provider from './provider.ts';
import { currentUser } from './session.ts';

/** A token that ends sooner is renewed before it is used. */
const marginSeconds = 30;

const isFresh = (expiresAt: number): boolean => expiresAt - marginSeconds > Date.now() / 1000;

const onEnd = new Set<() => void>();

/** Calls back when a session has ended by itself, because the provider renews it no more. */
export const onSessionEnd = (listener: () => void): (() => void) => {
  onEnd.add(listener);
  return () => onEnd.delete(listener);
};

const endSession = async (provider: typeof Provider): Promise<undefined> => {
  await provider.forgetUser();
  for (const listener of onEnd) listener();
};

const renew = async (used: string | undefined): Promise<string | undefined> => {
  const user = currentUser();
  if (user === undefined) return undefined;
  // Another tab, or an earlier call of this one, was faster.
  if (user.accessToken !== used && isFresh(user.expiresAt)) return user.accessToken;
  const provider = await import('./provider.ts');
  try {
    const renewed = await provider.renewUser();
    return renewed === null ? await endSession(provider) : renewed.access_token;
  } catch {
    throw unreachable();
  }
};

/** A token other than the one that was refused; undefined when the session has ended. */
export const renewedToken = (used: string | undefined): Promise<string | undefined> =>
  navigator.locks.request('kittiwake.renew', () => renew(used));

/** The token to call with; undefined for a visitor. */
export const accessToken = async (): Promise<string | undefined> => {
  const user = currentUser();
  if (user === undefined || isFresh(user.expiresAt)) return user?.accessToken;
  return renewedToken(undefined);
};
