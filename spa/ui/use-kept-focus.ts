/** Keeps the keyboard's place on the page when the control that had the focus goes away with a change. */
import { type RefObject, useEffect, useRef } from 'react';

const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body;

/**
 * A place that takes the focus when `change` has another value and the focus is nowhere: its first control, or the place itself, which
 * then needs a `tabIndex`.
 */
export const useKeptFocus = <Place extends HTMLElement>(change: unknown): RefObject<Place | null> => {
  const place = useRef<Place>(null);
  const earlier = useRef(change);
  useEffect(() => {
    if (earlier.current === change) return;
    earlier.current = change;
    if (!isLost()) return;
    const control = place.current?.querySelector<HTMLElement>('a, button, input');
    (control ?? place.current)?.focus();
  }, [change]);
  return place;
};
