/**
 * `coldstart`: how long each Function App takes from the start of its process until all its functions are indexed, against an app
 * with one empty function, in alternating rounds; and how large it is to deploy.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { appNames } from '../../local/shop.ts';
import { bundle } from '../../scripts/build.ts';
import type { Bench } from './bench.ts';
import { withFolder } from './support/folder.ts';
import { median, round } from './support/statistics.ts';
import { printTable } from './support/table.ts';
import { zipSize } from './support/zip-size.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const loader = fileURLToPath(new URL('support/loader.cjs', import.meta.url));
const run = promisify(execFile);

/** What the apps must be told to load; they connect to nothing before their first call. */
const settings = async (): Promise<NodeJS.ProcessEnv> => {
  const sample = JSON.parse(await readFile(join(root, 'local.settings.sample.json'), 'utf8')) as { Values: object };
  return { ...process.env, ...sample.Values };
};

interface Start {
  functions: number;
  /** Since the start of the process. */
  loadMs: number;
}

const start = async (file: string, env: NodeJS.ProcessEnv): Promise<Start> => {
  const { stdout } = await run(process.execPath, [loader, file], { env });
  return JSON.parse(stdout) as Start;
};

interface App {
  name: string;
  folder: string;
  starts: Start[];
}

const isDeployed = (name: string): boolean => !name.endsWith('.map') && name !== 'local.settings.sample.json';

const loadMs = ({ starts }: App): number => median(starts.map((one) => one.loadMs));

const figuresOf = (app: App, empty: App) => ({
  loadMs: round(loadMs(app)),
  ratioToEmpty: round(loadMs(app) / loadMs(empty)),
  zipKb: Math.round(zipSize(app.folder, isDeployed) / 1024),
});

/** Every app in turn, again and again: what disturbs the machine disturbs all. */
const startAll = async (apps: readonly App[], seconds: number): Promise<void> => {
  const env = await settings();
  const end = performance.now() + seconds * 1000;
  do {
    for (const app of apps) app.starts.push(await start(join(app.folder, 'app.cjs'), env));
  } while (performance.now() < end);
};

export const coldStart: Bench = ({ seconds }) =>
  withFolder(async (folder) => {
    await bundle({ entry: fileURLToPath(new URL('apps/empty.ts', import.meta.url)), outfile: join(folder, 'app.cjs') });
    const empty: App = { name: 'empty', folder, starts: [] };
    const apps = appNames.map((name): App => ({ name, folder: join(root, 'dist', 'functions', name), starts: [] }));
    await startAll([empty, ...apps], seconds);

    printTable(
      `From process start to all functions indexed, median of ${empty.starts.length} starts`,
      ['app', 'functions', 'load ms', 'to empty', 'zip KB', 'app.cjs KB'],
      [empty, ...apps].map((app) => {
        const figures = figuresOf(app, empty);
        const appKb = zipSize(app.folder, (name) => name === 'app.cjs') / 1024;
        return [app.name, app.starts[0]?.functions ?? 0, figures.loadMs, figures.ratioToEmpty, figures.zipKb, appKb];
      }),
    );
    return { apps: Object.fromEntries(apps.map((app) => [app.name, figuresOf(app, empty)])) };
  });
