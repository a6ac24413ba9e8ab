/** The bottom of every page: the sea, and a few ways on. */
import { Link } from '@tanstack/react-router';
import { texts } from '../texts.ts';

const link = 'rounded underline-offset-4 hover:underline';

const Waves = () => (
  <svg viewBox="0 0 1440 70" preserveAspectRatio="none" className="block h-10 w-full md:h-16" aria-hidden="true">
    <path
      d="M0 34q60-26 120 0t120 0t120 0t120 0t120 0t120 0t120 0t120 0t120 0t120 0t120 0t120 0V70H0Z"
      className="fill-teal/70"
    />
    <path
      d="M-40 48q70-24 140 0t140 0t140 0t140 0t140 0t140 0t140 0t140 0t140 0t140 0t140 0V70H-40Z"
      className="fill-navy"
    />
  </svg>
);

export const Footer = () => (
  <footer className="mt-16">
    <Waves />
    <div className="bg-navy text-cream">
      <div className="mx-auto grid max-w-6xl gap-8 px-4 pt-6 pb-10 sm:px-6 md:grid-cols-[2fr_1fr_1fr]">
        <div className="max-w-md">
          <p className="mb-2 font-display text-2xl">{texts.tagline}</p>
          <p className="text-cream/85">{texts.footer.about}</p>
          <p className="mt-4 text-sm text-cream/75">{texts.footer.made}</p>
        </div>
        <nav aria-label={texts.footer.shop}>
          <p className="mb-2 font-semibold text-lamp">{texts.footer.shop}</p>
          <ul className="space-y-1.5">
            <li>
              <Link to="/" className={link}>
                {texts.catalog.title}
              </Link>
            </li>
            <li>
              <Link to="/" search={{ sort: 'newest' }} className={link}>
                {texts.catalog.sorts.newest}
              </Link>
            </li>
            <li>
              <Link to="/basket" className={link}>
                {texts.basket.title}
              </Link>
            </li>
          </ul>
        </nav>
        <nav aria-label={texts.footer.you}>
          <p className="mb-2 font-semibold text-lamp">{texts.footer.you}</p>
          <ul className="space-y-1.5">
            <li>
              <Link to="/orders" className={link}>
                {texts.header.orders}
              </Link>
            </li>
            <li>
              <Link to="/profile" className={link}>
                {texts.header.profile}
              </Link>
            </li>
          </ul>
        </nav>
      </div>
    </div>
  </footer>
);
