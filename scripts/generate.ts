/** `npm run generate`: writes the files that are derived from the code; `--check` only tells which of them are stale. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brokerConfig } from '../local/topology.ts';
import { describeApis } from './openapi.ts';
import { storefrontCalls } from './storefront-calls.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** As the format check wants it. */
const formatted = (file: string, content: string): string =>
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'format', `--stdin-file-path=${file}`],
    { cwd: root, input: content, encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 },
  );

const apis = await describeApis();
const specifications = [...apis].map(([api, document]): [string, () => string] => {
  const file = `gateway-apim/apis/${api}/specification.json`;
  return [file, () => formatted(file, json(document))];
});

/** Every generated file with its content. */
const generated: Record<string, () => string> = {
  // Five seconds: long enough to work, short enough to wait for after a crash.
  'local/service-bus/Config.json': () => json(brokerConfig(5)),
  ...Object.fromEntries(specifications),
  'spa/api/calls.ts': () => formatted('spa/api/calls.ts', storefrontCalls(apis)),
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
