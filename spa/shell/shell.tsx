/** The frame of every page, and what goes on whatever page is open. */
import { Outlet, useRouter, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { queryClient } from '../api/queries.ts';
import { followOtherTabs } from '../basket/across-tabs.ts';
import { useMerge } from '../basket/use-merge.ts';
import { useOrderNews } from '../orders/use-order-news.ts';
import { signInFromHere } from '../session/leave.ts';
import { useUser } from '../session/session.ts';
import { onSessionEnd } from '../session/tokens.ts';
import { texts } from '../texts.ts';
import { Toasts, toast } from '../ui/toast.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { followTheme } from './theme.ts';

/** Takes the focus to the new page's content, so that keyboard and screen reader start there; not from who is in a field of it already. */
const useFocusOnNavigation = () => {
  const main = useRef<HTMLElement>(null);
  const router = useRouter();
  const left = useRef<Element | null>(null);
  useEffect(
    () =>
      router.subscribe('onBeforeLoad', () => {
        left.current = document.activeElement;
      }),
    [router],
  );
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const earlier = useRef(path);
  useEffect(() => {
    const { activeElement } = document;
    const wasFaster = activeElement !== left.current && main.current?.contains(activeElement);
    if (earlier.current !== undefined && earlier.current !== path && !wasFaster)
      main.current?.focus({ preventScroll: true });
    earlier.current = path;
  }, [path]);
  return main;
};

const onOnlineChange = (listener: () => void): (() => void) => {
  for (const event of ['online', 'offline']) window.addEventListener(event, listener);
  return () => {
    for (const event of ['online', 'offline']) window.removeEventListener(event, listener);
  };
};

const OfflineBanner = () => {
  const isOnline = useSyncExternalStore(onOnlineChange, () => navigator.onLine);
  return (
    <div role="status">
      {!isOnline && (
        <p className="bg-note-wash px-4 py-2 text-center font-medium text-note">{texts.errors.offlineBanner}</p>
      )}
    </div>
  );
};

const tellSessionEnd = (): void =>
  toast({
    text: texts.session.ended,
    tone: 'alarm',
    topic: 'session',
    lasting: true,
    action: { label: texts.header.signIn, run: () => void signInFromHere() },
  });

/** Nobody sees what was read for another user of this browser, who has left in another tab. */
const useForgetOthers = (): void => {
  const userId = useUser()?.id;
  const earlier = useRef(userId);
  useEffect(() => {
    if (earlier.current !== undefined && earlier.current !== userId) void queryClient.resetQueries();
    earlier.current = userId;
  }, [userId]);
};

export const Shell = () => {
  const main = useFocusOnNavigation();
  useMerge();
  useOrderNews();
  useForgetOthers();
  useEffect(followOtherTabs, []);
  useEffect(followTheme, []);
  useEffect(() => onSessionEnd(tellSessionEnd), []);
  return (
    <div className="flex min-h-screen flex-col">
      <a
        href="#content"
        className="sr-only z-50 rounded-full bg-accent px-5 py-2 font-semibold text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {texts.common.skipToContent}
      </a>
      <Header />
      <OfflineBanner />
      <main ref={main} id="content" tabIndex={-1} className="flex-1">
        <Outlet />
      </main>
      <Footer />
      <Toasts />
    </div>
  );
};
