/** Short messages that come and go at the bottom of the page, read out by screen readers, some with something to do. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { texts } from '../texts.ts';
import { Icon } from './icons.tsx';

export interface Toast {
  text: string;
  tone?: 'good' | 'alarm';
  action?: { label: string; run: () => void };
  /** Stays until somebody closes it or does what it offers. */
  lasting?: boolean;
  /** A message takes the place of an earlier one about the same. */
  topic?: string;
}

type Shown = Toast & { id: number };

const shownMs = 6000;
const shownWithActionMs = 9000;
const most = 3;

let shown: readonly Shown[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

const show = (toasts: readonly Shown[]): void => {
  shown = toasts;
  for (const listener of listeners) listener();
};

const dismiss = (id: number): void => show(shown.filter((toast) => toast.id !== id));

/** Shows a message; the oldest goes when there are too many. */
export const toast = (message: Toast): void => {
  lastId += 1;
  const others = shown.filter(({ topic }) => topic === undefined || topic !== message.topic);
  show([...others, { ...message, id: lastId }].slice(-most));
};

/** Takes away what was said about something, e.g. because it can be seen now. */
export const dismissTopic = (about: string): void => show(shown.filter(({ topic }) => topic !== about));

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const ToastView = ({ id, text, tone, action, lasting = false }: Shown) => {
  const [isHeld, setIsHeld] = useState(false);
  const hold = (): void => setIsHeld(true);
  const release = (): void => setIsHeld(false);
  useEffect(() => {
    if (lasting || isHeld) return undefined;
    const timer = setTimeout(() => dismiss(id), action ? shownWithActionMs : shownMs);
    return () => clearTimeout(timer);
  }, [id, action, lasting, isHeld]);
  return (
    // Nobody loses a message that they are about to answer.
    <li
      onMouseEnter={hold}
      onMouseLeave={release}
      onFocus={hold}
      onBlur={release}
      className="pointer-events-auto flex animate-rise items-center gap-3 rounded-2xl bg-navy py-2 pr-2 pl-4 text-cream shadow-lift ring-1 ring-cream/15"
    >
      <Icon name={tone === 'alarm' ? 'alert' : 'check'} className="size-5 shrink-0 text-lamp" />
      <span className="min-w-0 flex-1">{text}</span>
      {action && (
        <button
          type="button"
          className="min-h-9 rounded-full px-3 font-semibold whitespace-nowrap text-lamp hover:bg-white/10"
          onClick={() => {
            dismiss(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        aria-label={texts.common.close}
        className="inline-flex size-9 shrink-0 items-center justify-center rounded-full hover:bg-white/10"
        onClick={() => dismiss(id)}
      >
        <Icon name="close" className="size-4" />
      </button>
    </li>
  );
};

/** Where the messages appear. It is always in the page, so that screen readers hear what is added. */
export const Toasts = () => {
  const toasts = useSyncExternalStore(subscribe, () => shown);
  return (
    <div
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 bottom-4 z-50 mx-auto max-w-lg pb-[env(safe-area-inset-bottom)]"
    >
      <ul className="flex flex-col gap-2">
        {toasts.map((one) => (
          <ToastView key={one.id} {...one} />
        ))}
      </ul>
    </div>
  );
};
