/** Leaving for the identity provider and coming back; the library for it is loaded now. */

import { unreachable } from '../api/problem.ts';
import { problemText } from '../api/problem-text.ts';
import { queryClient } from '../api/queries.ts';
import { forgetDraft } from '../checkout/use-draft.ts';
import { toast } from '../ui/toast.tsx';
import type * as Provider from './provider.ts';

const leave = async (go: (provider: typeof Provider) => Promise<void>): Promise<void> => {
  try {
    await go(await import('./provider.ts'));
  } catch {
    toast({ text: problemText(unreachable()), tone: 'alarm' });
  }
};

/** Signs in and comes back to this page, or to the one that is named. */
export const signInFromHere = (returnTo = location.pathname + location.search): Promise<void> =>
  leave(({ signIn }) => signIn(returnTo));

/** Signs out; what was read for the user is forgotten at once. */
export const signOutFromHere = (): Promise<void> =>
  leave(async ({ signOut }) => {
    forgetDraft();
    await signOut();
    queryClient.clear();
  });
