/** What all pages share: the shop's name on top, one card, the sea below. No scripts and no inline styles, so that the strictest policy fits. */
import { type Html, html, raw } from './html.ts';

export const shopName = 'Kittiwake';

/** The name is drawn, as on the shop's own pages, so that no font is needed. */
const letters =
  'M186 30V108M218 60 188 88M199 79 220 108M242 62V108M268 40V92Q268 108 284 108M256 62H284M308 40V92Q308 108 324 108M296 62H324' +
  'M344 62V108M364 62 379 108 395 66 411 108 426 62M482 85a22.5 23 0 1 0-45 0a22.5 23 0 1 0 45 0M482 62V108M504 30V108M536 60 506 88' +
  'M517 79 538 108M554 84H598A22.5 23 0 1 0 590 101';

const brand = raw(
  `<a class="brand" href="/shop"><img src="/mark.svg" alt="" width="56" height="56"><svg viewBox="178 22 430 96" role="img" aria-label="${shopName}, to the shop">` +
    `<path d="${letters}"/><circle cx="242" cy="42" r="6.5"/><circle cx="344" cy="42" r="6.5"/></svg></a>`,
);

const wave = (y: number): string => `M0 ${y}q30-14 60 0${'t60 0'.repeat(23)}V120H0z`;

const sea = raw(
  '<svg class="sea" viewBox="0 0 1440 120" preserveAspectRatio="xMidYMax slice" aria-hidden="true">' +
    `<path d="${wave(40)}"/><path d="${wave(62)}"/><path d="${wave(86)}"/></svg>`,
);

/** A whole page; `failed` says so in the title, which is what a screen reader reads first. */
export const layout = (title: string, content: Html, failed = false): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${failed ? 'Problem: ' : ''}${title} · ${shopName}</title>
<link rel="icon" href="/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/shop.css">
</head>
<body>
<header>${brand}</header>
<main>
<h1>${title}</h1>
${content}
</main>
${sea}
</body>
</html>
`;
