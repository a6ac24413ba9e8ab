/** The frame of a page's content: its title in the window and as heading. */
import { type ReactNode, useEffect } from 'react';
import { texts } from '../texts.ts';
import { cx } from '../ui/classes.ts';

export const useTitle = (title: string | undefined): void => {
  useEffect(() => {
    document.title = title === undefined ? `${texts.shopName} – ${texts.tagline}` : texts.title(title);
  }, [title]);
};

interface PageProps {
  title: string;
  /** Beside the heading. */
  aside?: ReactNode;
  /** Above the heading, e.g. the way back. */
  above?: ReactNode;
  className?: string;
  children: ReactNode;
}

export const Page = ({ title, aside, above, className, children }: PageProps) => {
  useTitle(title);
  return (
    <div className={cx('mx-auto w-full px-4 py-8 sm:px-6 md:py-12', className ?? 'max-w-6xl')}>
      {above}
      <div className="mb-6 flex flex-wrap items-end justify-between gap-3 md:mb-8">
        <h1 className="text-[clamp(2rem,9.4vw,2.6rem)] md:text-5xl">{title}</h1>
        {aside}
      </div>
      {children}
    </div>
  );
};
