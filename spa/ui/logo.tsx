/** The shop's mark, a kittiwake that carries a letter over the sea, and its name, which is drawn so that no font is needed. */
import { texts } from '../texts.ts';

export const Mark = ({ className }: { className?: string }) => (
  <img src="/favicon.svg" alt="" width="160" height="160" className={className} />
);

const letters =
  'M186 30V108M218 60 188 88M199 79 220 108M242 62V108M268 40V92Q268 108 284 108M256 62H284M308 40V92Q308 108 324 108M296 62H324M344 62V108M364 62 379 108 395 66 411 108 426 62M482 85a22.5 23 0 1 0-45 0a22.5 23 0 1 0 45 0M482 62V108M504 30V108M536 60 506 88M517 79 538 108M554 84H598A22.5 23 0 1 0 590 101';

/** Mark and name; follows the theme. */
export const Logo = ({ className }: { className?: string }) => (
  <span className={className}>
    <Mark className="h-full w-auto" />
    <svg viewBox="178 22 430 96" className="ml-2 h-[58%] w-auto" role="img" aria-label={texts.shopName}>
      <path
        d={letters}
        fill="none"
        stroke="currentColor"
        strokeWidth="9.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="242" cy="42" r="6.5" className="fill-badge" />
      <circle cx="344" cy="42" r="6.5" className="fill-badge" />
    </svg>
  </span>
);
