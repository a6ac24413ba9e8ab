/** Carries what a visitor had picked into their basket at the shop, as soon as they are signed in. */
import { useEffect } from 'react';
import { mergeBasket, showBasket } from '../api/basket.ts';
import { isProblem } from '../api/problem.ts';
import { useUser } from '../session/session.ts';
import { texts } from '../texts.ts';
import { toast } from '../ui/toast.tsx';
import { tellOtherTabs } from './across-tabs.ts';
import { changeLocalBasket, keepPendingMerge, readLocalBasket, readPendingMerge } from './local-store.ts';
import { afterMerge, nextMerge } from './merge.ts';

const merge = async (userId: string): Promise<void> => {
  const next = nextMerge(readPendingMerge(), readLocalBasket(), { userId, newKey: () => crypto.randomUUID() });
  if (next === undefined) return;
  keepPendingMerge(next);
  try {
    const basket = await mergeBasket(next);
    changeLocalBasket((picked) => afterMerge(picked, next));
    keepPendingMerge(undefined);
    showBasket(userId, basket);
    tellOtherTabs();
    toast({ text: texts.basket.merged });
  } catch (error) {
    // What the shop refuses for good is tried anew at the next visit, with what is picked then.
    if (isProblem(error) && !error.retryable) keepPendingMerge(undefined);
    toast({ text: texts.basket.mergeFailed, tone: 'alarm' });
  }
};

/** One tab merges; the others find nothing left to do. */
export const useMerge = (): void => {
  const userId = useUser()?.id;
  useEffect(() => {
    if (userId !== undefined) void navigator.locks.request('kittiwake.merge', () => merge(userId));
  }, [userId]);
};
