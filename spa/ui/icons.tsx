/** The storefront's line icons: 24 by 24, drawn in the colour of the text. Decoration only; what they mean stands beside them as text. */

const paths = {
  basket: 'M5 9h14l-1.3 9.2a2 2 0 0 1-2 1.8H8.3a2 2 0 0 1-2-1.8L5 9Zm4 0 2.2-5M15 9l-2.2-5M10 13v3.5M14 13v3.5',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 4 4',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.5 8c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm0-13v2m0 14v2M3 12h2m14 0h2M5.6 5.6 7 7m10 10 1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4',
  moon: 'M20 14.5A8 8 0 0 1 9.5 4 8 8 0 1 0 20 14.5Z',
  screen: 'M3.5 5h17v11.5h-17V5ZM8.5 20h7M12 16.5V20',
  check: 'm5 12.5 4.5 4.5L19 7',
  close: 'm6 6 12 12M18 6 6 18',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  left: 'm14.5 5-7 7 7 7',
  right: 'm9.5 5 7 7-7 7',
  bin: 'M5 7h14M10 7V4.5h4V7m-7.5 0 .8 11.5a1.5 1.5 0 0 0 1.5 1.5h6.4a1.5 1.5 0 0 0 1.5-1.5L17.5 7M10.5 11v5m3-5v5',
  truck:
    'M3 6.5h10.5V16H3V6.5Zm10.5 3.5h4l3 3.2V16h-7V10ZM7 18.5a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Zm10 0a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z',
  card: 'M3.5 6.5h17v11h-17v-11Zm0 3.5h17M7 14.5h3.5',
  tag: 'M4 12.5V4.5h8l8 8-7.5 7.5L4 12.5Zm4-4.2h.01',
  clock: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Zm0-12.5V12l3 2',
  pencil: 'm5 19 .8-3.6L16 5.2l2.8 2.8L8.6 18.2 5 19Zm9-11.8 2.8 2.8',
  alert: 'M12 4 2.8 19.5h18.4L12 4Zm0 6v4.5m0 2.5v.01',
  bell: 'M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 1.5H5l1.5-1.5ZM10.5 20.5h3',
  upload: 'M12 15.5V5m-4 4 4-4 4 4M5 15.5V19h14v-3.5',
  pulse: 'M3 12.5h4l2.5-6.5 4.5 12 2.5-5.5H21',
  box: 'M4 8.5 12 4l8 4.5v8L12 21l-8-4.5v-8Zm0 0 8 4.5m0 0 8-4.5m-8 4.5v8',
  repeat:
    'M5 11V9.5A3.5 3.5 0 0 1 8.5 6H18m-2.5-2.5L18 6l-2.5 2.5M19 13v1.5a3.5 3.5 0 0 1-3.5 3.5H6m2.5 2.5L6 18l2.5-2.5',
  lock: 'M6 11h12v9H6v-9Zm2.5 0V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2',
} as const;

export type IconName = keyof typeof paths;

export const Icon = ({ name, className = 'size-5' }: { name: IconName; className?: string }) => (
  <svg
    viewBox="0 0 24 24"
    className={className}
    fill="none"
    stroke="currentColor"
    strokeWidth="1.8"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d={paths[name]} />
  </svg>
);
