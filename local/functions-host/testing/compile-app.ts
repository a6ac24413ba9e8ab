/** Compiles a small Function App into a folder of its own, as a real app is deployed: one CommonJS bundle. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { onTestFinished } from 'vitest';

export interface AppSource {
  /** TypeScript text, or the URL of a file with it. */
  source: string | URL;
  hostJson?: object;
  /** `Values` of local.settings.json. */
  settings?: Record<string, string>;
}

const here = fileURLToPath(new URL('.', import.meta.url));

/** A temporary folder that goes when the test has ended. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'functions-host-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

const entry = (source: string | URL): BuildOptions =>
  typeof source === 'string'
    ? { stdin: { contents: source, resolveDir: here, loader: 'ts' } }
    : { entryPoints: [fileURLToPath(source)] };

/** The folder of the compiled app. */
export const compileApp = async ({
  source,
  hostJson = { version: '2.0' },
  settings = {},
}: AppSource): Promise<string> => {
  const folder = await temporaryFolder();
  await build({
    ...entry(source),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['@azure/functions-core'],
    outfile: join(folder, 'dist', 'app.js'),
    logLevel: 'error',
  });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ main: 'dist/{app,*.js}' }));
  await writeFile(join(folder, 'host.json'), JSON.stringify(hostJson));
  await writeFile(join(folder, 'local.settings.json'), JSON.stringify({ IsEncrypted: false, Values: settings }));
  return folder;
};
