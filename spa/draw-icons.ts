/** Draws the icons that phones show for the installed shop from the mark (`node spa/draw-icons.ts`); run again when the mark changes. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const publicDir = join(import.meta.dirname, 'public');

interface Icon {
  file: string;
  size: number;
  /** Share of the icon that the mark fills: phones cut a maskable icon to any shape. */
  fill: number;
  background: string;
}

const paper = '#fbf6ea';
const icons: readonly Icon[] = [
  { file: 'icon-192.png', size: 192, fill: 0.92, background: 'transparent' },
  { file: 'icon-512.png', size: 512, fill: 0.92, background: 'transparent' },
  { file: 'maskable-512.png', size: 512, fill: 0.66, background: paper },
  { file: 'apple-touch.png', size: 180, fill: 0.8, background: paper },
];

const mark = (await readFile(join(publicDir, 'favicon.svg'))).toString('base64');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
for (const { file, size, fill, background } of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const width = Math.round(size * fill);
  await page.setContent(
    `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${background}">
      <img width="${width}" height="${width}" src="data:image/svg+xml;base64,${mark}">`,
  );
  await page.screenshot({ path: join(publicDir, 'icons', file), omitBackground: background === 'transparent' });
}
await browser.close();
