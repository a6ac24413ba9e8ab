/** Keeps one stream of order changes open for this tab, while somebody can see it and an order is on its way. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { reread } from '../api/queries.ts';
import { followOrders, type StreamState } from './follow-orders.ts';

let state: StreamState = 'live';
const listeners = new Set<() => void>();

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const setState = (now: StreamState): void => {
  state = now;
  for (const listener of listeners) listener();
};

/** Whether pages have to ask for what the stream would tell: only while it is broken. */
export const useMustPoll = (): boolean => useSyncExternalStore(subscribe, () => state === 'broken');

/** Orders are read again: their lists, and those that are open on a page. */
const rereadOrders = (): void => {
  for (const queryKey of [['orders'], ['order']]) reread(queryKey);
};

const onVisibility = (listener: () => void): (() => void) => {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
};

const useIsVisible = (): boolean => useSyncExternalStore(onVisibility, () => document.visibilityState === 'visible');

/** An order that was just placed is not yet in any list. */
const expectedForMs = 60_000;
const expecting = new Set<() => void>();

/** An order was placed: there will be news of it. */
export const expectNews = (): void => {
  for (const listener of expecting) listener();
};

const useIsExpecting = (): boolean => {
  const [until, setUntil] = useState(0);
  useEffect(() => {
    const expect = (): void => setUntil(Date.now() + expectedForMs);
    expecting.add(expect);
    return () => void expecting.delete(expect);
  }, []);
  useEffect(() => {
    if (until === 0) return undefined;
    const timer = setTimeout(() => setUntil(0), until - Date.now());
    return () => clearTimeout(timer);
  }, [until]);
  return until !== 0;
};

/** Follows the orders of a buyer who has some on their way. */
export const useOrderStream = (userId: string | undefined, hasOpenOrders: boolean): void => {
  const isVisible = useIsVisible();
  const isExpecting = useIsExpecting();
  const isWanted = isVisible && (hasOpenOrders || isExpecting);
  useEffect(() => {
    if (userId === undefined || !isWanted) return undefined;
    const leaving = new AbortController();
    void followOrders({ signal: leaving.signal, onState: setState, onChange: rereadOrders });
    return () => {
      leaving.abort();
      setState('live');
    };
  }, [userId, isWanted]);
};
