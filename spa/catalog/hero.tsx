/** The shop's window: what it is, over a quiet sea with a kittiwake above it. */
import { Link } from '@tanstack/react-router';
import { texts } from '../texts.ts';
import { buttonClass } from '../ui/button.tsx';

const Scene = () => (
  <svg
    viewBox="0 0 1200 420"
    preserveAspectRatio="xMaxYMax slice"
    className="absolute -right-8 bottom-0 h-[52%] w-auto min-w-full md:right-0 md:h-full"
    aria-hidden="true"
  >
    <g className="fill-[light-dark(transparent,#f4ecdb)]" opacity=".7">
      <circle cx="620" cy="60" r="2" />
      <circle cx="720" cy="120" r="1.6" />
      <circle cx="1120" cy="60" r="2.2" />
      <circle cx="820" cy="40" r="1.5" />
      <circle cx="560" cy="150" r="1.5" />
      <circle cx="1060" cy="150" r="1.6" />
      <circle cx="300" cy="70" r="1.6" />
      <circle cx="120" cy="130" r="1.4" />
    </g>
    <circle cx="890" cy="270" r="150" className="fill-[light-dark(#e9b44c,#2a4168)]" opacity=".55" />
    <circle cx="890" cy="270" r="112" className="fill-[light-dark(#e9b44c,#e9b44c)]" />
    <g className="fill-[light-dark(#fffaf0,#22395a)]" opacity=".85">
      <path d="M1000 80q8-18 30-15q12-18 34-8q26-4 30 15q18 0 18 8Z" />
    </g>
    <g className="motion-safe:animate-glide">
      <g transform="translate(850 190) scale(1.5) rotate(4)">
        <path d="M6-6C4-34 22-54 50-62 46-40 36-18 24-2Z" fill="#d9e3e4" />
        <path d="M22-46C30-53 39-59 50-62 48-52 45-44 42-36Z" fill="#22395a" />
        <path d="M-36-8C-14-20 20-16 40-2L60 6 42 12C18 22-20 22-36 8Z" fill="#fffaf0" />
        <path d="M-12-4C-24-36-14-62 8-78 14-50 16-24 14 2Z" fill="#f8f1e2" />
        <path d="M-15-46C-12-59-3-70 8-78 11-66 12-58 13-48Z" fill="#22395a" />
        <circle cx="-34" cy="-2" r="13" fill="#fffaf0" />
        <circle cx="-38" cy="-5" r="2.6" fill="#22395a" />
        <path d="M-46-4-62 2-45 6Z" fill="#e0702c" />
        <g transform="translate(-61 16) rotate(-16)" stroke="#22395a" strokeWidth="3" strokeLinejoin="round">
          <rect x="-17" y="-11" width="34" height="23" rx="3" fill="#fffaf0" />
          <path d="M-16-9 0 4 16-9" fill="none" />
        </g>
      </g>
    </g>
    <g className="motion-safe:animate-swell">
      <path
        d="M-20 320q55-34 110 0t110 0t110 0t110 0t110 0t110 0t110 0t110 0t110 0t110 0t110 0t110 0V440H-20Z"
        className="fill-teal"
      />
    </g>
    <path
      d="M-60 352q65-34 130 0t130 0t130 0t130 0t130 0t130 0t130 0t130 0t130 0t130 0V440H-60Z"
      className="fill-deep"
    />
    <path d="M-10 388q75-30 150 0t150 0t150 0t150 0t150 0t150 0t150 0t150 0t150 0V440H-10Z" className="fill-navy" />
  </svg>
);

export const Hero = () => (
  <section className="mx-auto max-w-6xl px-4 pt-5 sm:px-6 md:pt-8">
    <div className="relative overflow-hidden rounded-[2rem] bg-[light-dark(#cfe3df,#14233d)] shadow-card">
      <Scene />
      <div className="relative max-w-md px-6 pt-8 pb-60 sm:px-10 md:max-w-lg md:px-12 md:pt-14 md:pb-40">
        <h1 className="text-[2.6rem] tracking-tight text-[light-dark(#22395a,#f4ecdb)] md:text-5xl lg:text-6xl">
          {texts.catalog.heroTitle}
        </h1>
        <p className="mt-4 max-w-sm text-lg text-[light-dark(#22395a,#f4ecdb)]">{texts.catalog.heroText}</p>
        <Link to="/" search={{ sort: 'newest' }} hash="shelves" className={buttonClass('primary', 'mt-6')}>
          {texts.catalog.heroAction}
        </Link>
      </div>
    </div>
  </section>
);
