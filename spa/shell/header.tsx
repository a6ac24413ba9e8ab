/** The top of every page: the shop's name, search, theme, account, basket. */
import { Link } from '@tanstack/react-router';
import { useUnits } from '../basket/use-basket.ts';
import { texts } from '../texts.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { Logo } from '../ui/logo.tsx';
import { AccountMenu } from './account-menu.tsx';
import { SearchField } from './search-field.tsx';
import { type Theme, useTheme } from './theme.ts';

const themeIcons = { system: 'screen', light: 'sun', dark: 'moon' } as const satisfies Record<Theme, string>;

const ThemeSwitch = () => {
  const [theme, switchOver] = useTheme();
  return <IconButton icon={themeIcons[theme]} label={texts.header.theme[theme]} onClick={switchOver} />;
};

const BasketLink = () => {
  const units = useUnits();
  const label = texts.header.basket(units);
  return (
    <Link
      to="/basket"
      aria-label={label}
      title={label}
      className="relative inline-flex size-11 items-center justify-center rounded-full transition-colors hover:bg-sand"
    >
      <Icon name="basket" className="size-6" />
      {units > 0 && (
        <span
          key={units}
          className="absolute top-0.5 right-0 min-w-5 animate-rise rounded-full bg-badge px-1 text-center text-xs leading-5 font-bold text-on-badge tabular-nums"
        >
          {units}
        </span>
      )}
    </Link>
  );
};

export const Header = () => (
  <header className="[view-transition-name:header] sticky top-0 z-40 border-b border-line bg-paper/95 backdrop-blur-sm">
    <div className="mx-auto grid max-w-6xl grid-cols-[1fr_auto] items-center gap-x-2 gap-y-2 px-4 py-2 sm:px-6 md:grid-cols-[auto_1fr_auto] md:gap-x-8 md:py-3">
      <Link to="/" className="justify-self-start rounded-lg" aria-label={texts.shopName}>
        <Logo className="flex h-11 items-center md:h-14" />
      </Link>
      <div className="col-span-2 md:order-none md:col-span-1 max-md:order-last">
        <SearchField />
      </div>
      <nav aria-label={texts.header.account} className="flex items-center md:gap-1">
        <ThemeSwitch />
        <AccountMenu />
        <BasketLink />
      </nav>
    </div>
  </header>
);
