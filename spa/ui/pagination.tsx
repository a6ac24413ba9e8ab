/** The pages of a long list, as links that can be opened, shared and gone back to. */
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { texts } from '../texts.ts';
import { cx } from './classes.ts';
import { Icon } from './icons.tsx';
import { pagesAround } from './pages-around.ts';

interface PaginationProps {
  pageSize: number;
  total: number;
  /** From 1. */
  page: number;
  /** The link to a page. */
  linkTo: (page: number) => LinkProps;
}

const cell = 'inline-flex min-h-11 min-w-11 items-center justify-center rounded-full px-2 font-semibold tabular-nums';

const Step = ({ link, label, children }: { link: LinkProps | undefined; label: string; children: ReactNode }) =>
  link === undefined ? (
    <span className={cx(cell, 'opacity-30')} aria-hidden="true">
      {children}
    </span>
  ) : (
    <Link {...link} aria-label={label} className={cx(cell, 'hover:bg-sand')}>
      {children}
    </Link>
  );

export const Pagination = ({ pageSize, total, page, linkTo }: PaginationProps) => {
  const last = Math.max(1, Math.ceil(total / pageSize));
  if (last === 1) return null;
  return (
    <nav aria-label={texts.common.pages} className="mt-10 flex items-center justify-center gap-1">
      <Step link={page > 1 ? linkTo(page - 1) : undefined} label={texts.common.previous}>
        <Icon name="left" />
      </Step>
      {pagesAround(page, last).map((number, place) =>
        number === undefined ? (
          <span key={`gap-${place}`} aria-hidden="true">
            …
          </span>
        ) : (
          <Link
            key={number}
            {...linkTo(number)}
            aria-label={texts.common.page(number)}
            aria-current={number === page ? 'page' : undefined}
            className={cx(cell, number === page ? 'bg-accent text-on-accent' : 'hover:bg-sand')}
          >
            {number}
          </Link>
        ),
      )}
      <Step link={page < last ? linkTo(page + 1) : undefined} label={texts.common.next}>
        <Icon name="right" />
      </Step>
    </nav>
  );
};
