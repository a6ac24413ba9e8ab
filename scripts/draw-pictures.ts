/**
 * Draws the products' pictures: a product (garment, mug, pin) in this item's colours, with this item's motif printed on it,
 * rasterised to WebP by headless Chromium. An authoring tool: the pictures are committed, so nothing needs it at run time.
 *
 *   node scripts/draw-pictures.ts            draws all of them
 *   node scripts/draw-pictures.ts puffin     draws those whose name contains "puffin"
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const folder = join(import.meta.dirname, '../functions/catalog/store/seed/pictures');
const size = 800;
const quality = 0.86;

/** What an item looks like; the other keys are the colours that the product's drawing asks for. */
type Look = { product: 't-shirt' | 'hoodie' | 'mug' | 'pin'; backdrop: string; [colour: string]: string };

/** By picture name, which is also the motif's. */
const looks: Record<string, Look> = {
  'keeper-of-the-light': { product: 't-shirt', cloth: '#22395a', backdrop: '#dfe7e6' },
  'cold-start': {
    product: 'mug',
    glaze: '#f4f1e8',
    inside: '#f4f1e8',
    rim: '#3f7fa0',
    drink: '#5b3420',
    backdrop: '#cfe0e4',
  },
  'puffin-on-call': { product: 'pin', card: '#f3ebdb', ink: '#2f7f86', backdrop: '#b9d0d0' },
  'storm-petrel': { product: 'hoodie', cloth: '#1f5763', lining: '#2f7f86', cord: '#f6eedd', backdrop: '#efe3d3' },
  'fan-out': { product: 't-shirt', cloth: '#d9604c', backdrop: '#f3e3d6' },
  'exponential-back-off': {
    product: 'mug',
    glaze: '#2b7a80',
    inside: '#f4ecdb',
    rim: '#f4ecdb',
    drink: '#7a4a26',
    backdrop: '#f1e2cc',
  },
  'dead-letter-octopus': { product: 't-shirt', cloth: '#2a3540', backdrop: '#d3e2e0' },
  'durable-whale': { product: 'hoodie', cloth: '#6d8ca3', lining: '#22395a', cord: '#f6eedd', backdrop: '#e9edee' },
  'poison-message': { product: 'pin', card: '#21505a', ink: '#bfe0d6', backdrop: '#f0dfc4' },
  'scale-to-zero': { product: 't-shirt', cloth: '#f2e8d3', backdrop: '#cddcdf' },
  'exactly-once-narwhal': { product: 'pin', card: '#2b4166', ink: '#d5e4ee', backdrop: '#dde4ec' },
  'at-least-once': { product: 't-shirt', cloth: '#e4efe6', backdrop: '#f2ddcb' },
  'night-shift': {
    product: 'mug',
    glaze: '#1c2d4c',
    inside: '#e9b44c',
    rim: '#1c2d4c',
    drink: '#3d2417',
    backdrop: '#d6dbe6',
  },
  'small-craft': { product: 'hoodie', cloth: '#e3ab3c', lining: '#22395a', cord: '#22395a', backdrop: '#d5e2e3' },
  'persistent-gull': {
    product: 'mug',
    glaze: '#f6efdf',
    inside: '#f6efdf',
    rim: '#22395a',
    drink: '#6b3d20',
    backdrop: '#f0d9cd',
  },
  'idempotent-anchor': { product: 'pin', card: '#e7efe9', ink: '#d94f3a', backdrop: '#d8d3c6' },
};

/** The product's drawing with its motif in place; CSS custom properties carry the colours into it. */
async function draw(name: string, { product, ...colours }: Look): Promise<string> {
  const source = (file: string) => readFile(join(folder, 'src', `${file}.svg`), 'utf8');
  const room = await source('room');
  const drawing = (await source(`products/${product}`)).replace('<!--motif-->', await source(`motifs/${name}`));
  const style = Object.entries(colours).map(([colour, value]) => `--${colour}:${value}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" style="${style.join(';')}">${room}${drawing}</svg>`;
}

/** A page that, once its images have loaded, replaces itself with their WebP data URLs, one a line. */
function page(drawings: string[]): string {
  const images = drawings.map((svg) => `<img src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}">`);
  const convert = `onload = () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: ${size}, height: ${size} });
    document.body.textContent = [...document.images].map((image) => {
      canvas.getContext('2d').drawImage(image, 0, 0);
      return canvas.toDataURL('image/webp', ${quality});
    }).join('\\n');
  };`;
  return `<!doctype html><body>${images.join('')}<script>${convert}</script>`;
}

const quiet = ['gpu', 'quic', 'background-networking', 'component-update', 'sync', 'extensions'];

/** The page's document after it has loaded. */
async function dumpDom(html: string): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), 'draw-pictures-'));
  const file = join(scratch, 'page.html');
  try {
    await writeFile(file, html);
    const flags = ['--headless', '--no-sandbox', '--no-first-run', `--user-data-dir=${join(scratch, 'profile')}`];
    flags.push(...quiet.map((feature) => `--disable-${feature}`));
    const chromium = process.env['CHROMIUM'] ?? 'chromium';
    const run = promisify(execFile)(chromium, [...flags, '--dump-dom', pathToFileURL(file).href], {
      maxBuffer: 2 ** 27,
    });
    return (await run.catch(explainMissing)).stdout;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function explainMissing(error: NodeJS.ErrnoException): never {
  if (error.code !== 'ENOENT') throw error;
  throw new Error(
    'Chromium is needed to draw the pictures and was not found. Install it (Debian: apt-get install chromium) or set CHROMIUM to its path.',
  );
}

const wanted = process.argv[2] ?? '';
const chosen = Object.entries(looks).filter(([name]) => name.includes(wanted));
if (chosen.length === 0)
  throw new Error(`No picture's name contains "${wanted}". There are: ${Object.keys(looks).join(', ')}.`);
const drawings = await Promise.all(chosen.map(([name, look]) => draw(name, look)));
const encoded = [...(await dumpDom(page(drawings))).matchAll(/data:image\/webp;base64,([\w+/=]+)/g)];
if (encoded.length !== chosen.length)
  throw new Error(`Chromium drew ${encoded.length} of ${chosen.length} pictures: is every SVG well-formed?`);

for (const [index, [name]] of chosen.entries()) {
  const picture = Buffer.from(encoded[index]?.[1] ?? '', 'base64');
  await writeFile(join(folder, `${name}.webp`), picture);
  console.log(`${name}.webp ${(picture.length / 1024).toFixed(1)} KB`);
}
