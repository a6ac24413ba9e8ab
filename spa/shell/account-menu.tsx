/** Signing in, or what belongs to whoever is signed in. */
import { Link, type LinkProps, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { signInFromHere, signOutFromHere } from '../session/leave.ts';
import { useUser } from '../session/session.ts';
import type { User } from '../session/stored-user.ts';
import { texts } from '../texts.ts';
import { Icon, type IconName } from '../ui/icons.tsx';

const entry =
  'flex min-h-11 w-full items-center gap-3 rounded-xl px-3 text-left font-medium hover:bg-sand aria-[current=page]:bg-sand';

const Entry = ({ to, icon, text }: { to: NonNullable<LinkProps['to']>; icon: IconName; text: string }) => (
  <li>
    <Link to={to} className={entry}>
      <Icon name={icon} />
      {text}
    </Link>
  </li>
);

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase() ?? '')
    .join('');

const menuId = 'account-menu';

/** A list of links that the button opens and closes: the browser's own popover, which Escape and a click beside it close. */
const Menu = ({ user }: { user: User }) => {
  const menu = useRef<HTMLDivElement>(null);
  const { pathname } = useRouterState({ select: ({ location }) => location });
  useEffect(() => menu.current?.hidePopover(), [pathname]);
  return (
    <div
      ref={menu}
      id={menuId}
      popover="auto"
      className="fixed inset-[4rem_max(1rem,calc((100vw-72rem)/2+1.5rem))_auto_auto] w-64 rounded-3xl border border-line bg-sheet p-2 text-ink shadow-lift open:animate-rise"
    >
      <p className="border-b border-line px-3 pt-1 pb-3 text-sm text-soft">
        {texts.header.signedInAs} <strong className="block text-base text-ink">{user.name}</strong>
      </p>
      <ul className="pt-2">
        <Entry to="/orders" icon="box" text={texts.header.orders} />
        <Entry to="/profile" icon="user" text={texts.header.profile} />
        {user.isOperator && <Entry to="/operate" icon="pulse" text={texts.header.operate} />}
        <li>
          <button type="button" className={entry} onClick={() => void signOutFromHere()}>
            <Icon name="lock" />
            {texts.header.signOut}
          </button>
        </li>
      </ul>
    </div>
  );
};

export const AccountMenu = () => {
  const user = useUser();
  if (user === undefined)
    return (
      <button
        type="button"
        className="inline-flex min-h-11 items-center gap-2 rounded-full px-2.5 font-semibold hover:bg-sand"
        onClick={() => void signInFromHere()}
      >
        <Icon name="user" className="size-6" />
        <span className="max-sm:sr-only">{texts.header.signIn}</span>
      </button>
    );
  const label = texts.header.accountOf(user.name);
  return (
    <>
      <button
        type="button"
        popoverTarget={menuId}
        title={label}
        className="inline-flex size-11 items-center justify-center rounded-full hover:bg-sand"
      >
        <span className="sr-only">{label}</span>
        <span
          aria-hidden="true"
          className="flex size-8 items-center justify-center rounded-full bg-teal text-xs font-bold tracking-wide text-white"
        >
          {initials(user.name)}
        </span>
      </button>
      <Menu user={user} />
    </>
  );
};
