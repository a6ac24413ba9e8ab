/** Keeps the keyboard's place on the page when the control that had the focus goes away with a change. */
import { type RefObject, useEffect, useRef } from 'react';

/** What is meant to be focused: a marked heading before the first control. */
const targetIn = (place: HTMLElement): HTMLElement | null =>
  place.querySelector<HTMLElement>('[tabindex="-1"]') ?? place.querySelector<HTMLElement>('a, button, input');

/**
 * A place that takes the focus back when `change` has another value and what had the focus in it is gone: to its heading with a
 * `tabIndex`, or else to its first control.
 */
export const useKeptFocus = <Place extends HTMLElement>(change: unknown): RefObject<Place | null> => {
  const place = useRef<Place>(null);
  const earlier = useRef(change);
  // Asked before the page changes: afterwards nobody knows any more where the focus was.
  const hadFocus = place.current?.contains(document.activeElement) ?? false;
  useEffect(() => {
    if (earlier.current === change) return;
    earlier.current = change;
    if (hadFocus && place.current && document.activeElement === document.body) targetIn(place.current)?.focus();
  });
  return place;
};
