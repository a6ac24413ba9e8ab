/** `npm run generate`: writes the files that are derived from the code; `--check` only tells which of them are stale. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brokerConfig } from '../local/topology.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Every generated file with its content. */
const generated: Record<string, () => string> = {
  // Five seconds: long enough to work, short enough to wait for after a crash.
  'local/service-bus/Config.json': () => json(brokerConfig(5)),
};

const current = (file: string): string | undefined => {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch {
    return undefined;
  }
};

const stale = Object.entries(generated)
  .map(([file, content]) => ({ file, content: content() }))
  .filter(({ file, content }) => current(file) !== content);

if (process.argv.includes('--check')) {
  for (const { file } of stale) console.error(`${file} is stale. Run: npm run generate`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const { file, content } of stale) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
    console.log(`Wrote ${file}`);
  }
}
