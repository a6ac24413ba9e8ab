/** The frame of the operators' pages; others are told that it is not for them. */
import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps, Outlet } from '@tanstack/react-router';
import { providerQuery } from '../api/provider.ts';
import { SignedIn } from '../session/signed-in.tsx';
import { texts } from '../texts.ts';
import { operatorTexts } from '../texts-operator.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { EmptyState } from '../ui/states.tsx';

interface Area {
  to: NonNullable<LinkProps['to']>;
  icon: IconName;
  text: string;
  /** Shown only where the identity provider lets its users be administered. */
  needsUsers?: true;
}

const areas: readonly Area[] = [
  { to: '/operate/items', icon: 'box', text: operatorTexts.items },
  { to: '/operate/orders', icon: 'truck', text: operatorTexts.orders },
  { to: '/operate/coupons', icon: 'tag', text: operatorTexts.coupons },
  { to: '/operate/users', icon: 'user', text: operatorTexts.users, needsUsers: true },
  { to: '/operate/status', icon: 'pulse', text: operatorTexts.status },
];

const useAreas = (): readonly Area[] => {
  const { data: provider } = useQuery(providerQuery);
  return areas.filter(({ needsUsers }) => !needsUsers || provider?.users !== undefined);
};

const Areas = () => (
  <nav aria-label={operatorTexts.areas} className="border-b border-line bg-sand/60">
    <ul className="mx-auto flex max-w-6xl px-2 sm:gap-1 sm:px-6">
      {useAreas().map(({ to, icon, text }) => (
        <li key={text} className="max-sm:flex-1">
          <Link
            to={to}
            className="flex min-h-12 items-center justify-center gap-2 border-b-3 max-sm:flex-col max-sm:gap-0.5 max-sm:py-2 max-sm:text-xs border-transparent px-1 font-semibold sm:px-3 text-soft hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
          >
            <Icon name={icon} />
            {text}
          </Link>
        </li>
      ))}
    </ul>
  </nav>
);

const NotForYou = () => (
  <EmptyState level={1} title={operatorTexts.title} text={texts.session.operatorsOnly}>
    <ButtonLink to="/">{texts.errors.home}</ButtonLink>
  </EmptyState>
);

export const OperatorFrame = () => (
  <SignedIn to="operate" level={1}>
    {({ isOperator }) =>
      isOperator ? (
        <>
          <Areas />
          <Outlet />
        </>
      ) : (
        <NotForYou />
      )
    }
  </SignedIn>
);
