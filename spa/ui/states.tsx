/** What stands in the place of content: while it loads, when there is none, and when it would not come. */
import type { ReactNode } from 'react';
import { problemText } from '../api/problem-text.ts';
import { texts } from '../texts.ts';
import { Button } from './button.tsx';
import { cx } from './classes.ts';
import { Icon, type IconName } from './icons.tsx';

export const Skeleton = ({ className }: { className?: string }) => (
  <span className={cx('block animate-pulse rounded-xl bg-sand', className)} aria-hidden="true" />
);

/** Says to screen readers that something loads, around skeletons that only show it. */
export const Loading = ({ children }: { children: ReactNode }) => (
  <div role="status">
    <span className="sr-only">{texts.common.loading}</span>
    {children}
  </div>
);

const Gull = () => (
  <svg
    viewBox="0 0 120 60"
    className="h-16 w-32 text-soft"
    fill="none"
    stroke="currentColor"
    strokeWidth="3"
    strokeLinecap="round"
    aria-hidden="true"
  >
    <path d="M30 22q10-12 18 0q8-12 18 0" className="motion-safe:animate-glide" />
    <path d="M78 12q6-7 11 0q5-7 11 0" strokeWidth="2" opacity=".6" />
    <path d="M4 46q9-8 18 0t18 0t18 0t18 0t18 0t18 0" opacity=".8" />
    <path d="M22 56q8-6 16 0t16 0t16 0t16 0" opacity=".45" />
  </svg>
);

interface EmptyStateProps {
  title: string;
  text: string;
  /** Of the heading: 1 where nothing else is on the page. */
  level?: 1 | 2;
  children?: ReactNode;
}

export const EmptyState = ({ title, text, level = 2, children }: EmptyStateProps) => (
  <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-14 text-center">
    <Gull />
    {level === 1 ? <h1 className="text-4xl">{title}</h1> : <h2 className="text-2xl">{title}</h2>}
    <p className="text-balance text-soft">{text}</p>
    {children && <div className="mt-2 flex flex-wrap justify-center gap-3">{children}</div>}
  </div>
);

export const ErrorState = ({ title, error, onRetry }: { title?: string; error: unknown; onRetry?: () => void }) => (
  <div role="alert">
    <EmptyState title={title ?? texts.errors.title} text={problemText(error)}>
      {onRetry && (
        <Button icon="repeat" onClick={onRetry}>
          {texts.common.retry}
        </Button>
      )}
    </EmptyState>
  </div>
);

type Tone = 'alarm' | 'note' | 'good';

const tones: Record<Tone, { look: string; icon: IconName }> = {
  alarm: { look: 'bg-alarm-wash text-alarm', icon: 'alert' },
  note: { look: 'bg-note-wash text-note', icon: 'bell' },
  good: { look: 'bg-good-wash text-good', icon: 'check' },
};

/** A sentence that must not be missed, beside what it is about. */
export const Notice = ({ tone, children, className }: { tone: Tone; children: ReactNode; className?: string }) => (
  <div
    role={tone === 'alarm' ? 'alert' : 'status'}
    className={cx('flex items-start gap-3 rounded-2xl px-4 py-3 font-medium', tones[tone].look, className)}
  >
    <Icon name={tones[tone].icon} className="mt-0.5 size-5 shrink-0" />
    <div className="min-w-0 flex-1">{children}</div>
  </div>
);

/** A problem of a form as a whole. */
export const FormProblem = ({ error }: { error: unknown }) =>
  error === null || error === undefined ? null : <Notice tone="alarm">{problemText(error)}</Notice>;
