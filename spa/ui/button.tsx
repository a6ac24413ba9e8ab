/** Buttons, and links that look like them. */
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './classes.ts';
import { Icon, type IconName } from './icons.tsx';

type Look = 'primary' | 'quiet' | 'danger' | 'bare';

const base =
  'inline-flex items-center justify-center gap-2 rounded-full font-semibold transition-[background-color,color,box-shadow,scale] duration-150 active:scale-[0.98] disabled:opacity-55 disabled:active:scale-100';

const looks: Record<Look, string> = {
  primary: 'bg-accent text-on-accent shadow-card hover:bg-accent-strong min-h-11 px-6 py-2.5',
  quiet: 'border border-edge/60 bg-sheet text-ink hover:bg-sand min-h-11 px-5 py-2',
  danger: 'border border-alarm/50 bg-sheet text-alarm hover:bg-alarm-wash min-h-11 px-5 py-2',
  bare: 'text-link underline decoration-current/40 underline-offset-4 hover:decoration-current min-h-9 -mx-1 px-1',
};

export const buttonClass = (look: Look = 'primary', className?: string): string => cx(base, looks[look], className);

interface ButtonProps extends ComponentProps<'button'> {
  look?: Look;
  /** Something is under way: the button says so and does nothing. */
  busy?: boolean;
  icon?: IconName;
}

const Spinner = () => (
  <span className="size-4 animate-spin rounded-full border-2 border-current border-r-transparent" aria-hidden="true" />
);

export const Button = ({ look, busy = false, icon, className, children, type = 'button', ...rest }: ButtonProps) => (
  <button
    type={type}
    className={buttonClass(look, className)}
    aria-disabled={busy || undefined}
    {...rest}
    {...(busy && { onClick: (event) => event.preventDefault() })}
  >
    {busy ? <Spinner /> : icon && <Icon name={icon} />}
    {children}
  </button>
);

export const ButtonLink = ({
  look,
  icon,
  className,
  children,
  ...link
}: LinkProps & { look?: Look; icon?: IconName; className?: string; children: ReactNode }) => (
  <Link className={buttonClass(look, className)} {...link}>
    {icon && <Icon name={icon} />}
    {children}
  </Link>
);

/** A round button that shows an icon only; its name is for those who don't see it. */
export const IconButton = ({
  icon,
  label,
  className,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & { icon: IconName; label: string }) => (
  <button
    type={type}
    aria-label={label}
    title={label}
    className={cx(
      'inline-flex size-11 shrink-0 items-center justify-center rounded-full transition-colors hover:bg-sand disabled:opacity-40',
      className,
    )}
    {...rest}
  >
    <Icon name={icon} />
  </button>
);
