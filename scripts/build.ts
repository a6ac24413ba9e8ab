/** Bundles each Function App into a deployable folder below `dist/`, all of them into one for a host at the root, and the storefront. */
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, context, type Plugin } from 'esbuild';
import { isBuilt, stamped } from './build-stamp.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** SDKs that are loaded at first use: each becomes a file of its own beside the app, so that a cold start does not read it. */
const loadedAtFirstUse = ['@azure/service-bus', '@azure/identity', 'jose', 'kysely', 'mssql', 'redis', '@azure/cosmos'];

const fileOf = (sdk: string): string => `${sdk.replace(/^@/, '').replaceAll('/', '-')}.cjs`;

/** How code asks for another module: what loads at first use may itself import statically, and SDKs require. */
const imports = new Set(['dynamic-import', 'import-statement', 'require-call']);

/** Turns `import('@azure/service-bus')` into `require('./azure-service-bus.cjs')` and collects what was asked for. */
const separateFiles = (used: Set<string>): Plugin => ({
  name: 'separate-files',
  setup: (build) => {
    build.onResolve({ filter: new RegExp(`^(${loadedAtFirstUse.join('|')})$`) }, ({ path, kind }) => {
      if (!imports.has(kind)) return undefined;
      used.add(path);
      return { path: `./${fileOf(path)}`, external: true };
    });
  },
});

const packages = join(root, 'node_modules/@azure');

/**
 * What is bundled in place of what is imported. The published bundle of @azure/functions imitates private fields with WeakMaps, at three
 * times the cost per invocation in garbage collection; its source, which is published too, is bundled instead. Under durable-functions a
 * lean HTTP client takes the place of axios (docs/decisions/004-lean-durable-client.md).
 */
const inPlaceOf = {
  '@azure/functions': join(packages, 'functions/src/index.ts'),
  '@azure/functions-extensions-base': join(
    packages,
    'functions-extensions-base/dist/azure-functions-extensions-base.js',
  ),
  axios: join(root, 'shared/durable-client/axios.ts'),
  validator: join(root, 'shared/durable-client/validator.ts'),
};

interface Bundle {
  entry: string;
  outfile: string;
  plugins?: Plugin[];
}

const optionsFor = ({ entry, outfile, plugins = [] }: Bundle): BuildOptions => ({
  entryPoints: [entry],
  outfile,
  plugins,
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  // The host serves this module; a copy inside the bundle would register functions with nobody.
  external: ['@azure/functions-core'],
  alias: inPlaceOf,
  supported: { 'dynamic-import': false },
  logLevel: 'warning',
});

/** Bundles one file as the apps are bundled. */
export const bundle = (options: Bundle) => build(optionsFor(options));

const json = async (file: string): Promise<Record<string, never>> =>
  JSON.parse(await readFile(join(root, file), 'utf8')) as Record<string, never>;

/** Each app gets the root's host.json without what it does not use; ordering's runs keep their state in the Durable Task Scheduler. */
const hostJsonOf = async (name: string): Promise<unknown> => {
  const { extensions, ...hostJson } = await json('host.json');
  const { durableTask, ...others } = extensions as unknown as Record<string, object>;
  if (name !== 'ordering') return { ...hostJson, extensions: others };
  const storageProvider = { type: 'azureManaged', connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING' };
  return { ...hostJson, extensions: { ...others, durableTask: { ...durableTask, storageProvider } } };
};

const write = (file: string, content: unknown) => writeFile(file, `${JSON.stringify(content, undefined, 2)}\n`);

const sdkFolder = join(root, 'dist', 'sdks');
const sdks = new Map<string, Promise<Set<string>>>();

/** Bundles an SDK and returns the other SDKs that it needs beside it. */
const bundleSdk = async (sdk: string): Promise<Set<string>> => {
  const used = new Set<string>();
  const entry = fileURLToPath(import.meta.resolve(sdk));
  const outfile = join(sdkFolder, fileOf(sdk));
  // Nobody reads these, and what is deployed should be small.
  await build({
    ...optionsFor({ entry, outfile, plugins: [separateFiles(used)] }),
    minifyWhitespace: true,
    minifySyntax: true,
  });
  return used;
};

/** Bundles an SDK once and copies it, with its source map and the SDKs that it needs, to an app that uses it. */
const addSdk = async (sdk: string, folder: string): Promise<void> => {
  const bundled = sdks.get(sdk) ?? bundleSdk(sdk);
  sdks.set(sdk, bundled);
  const needed = await bundled;
  const file = fileOf(sdk);
  await Promise.all(['', '.map'].map((suffix) => cp(join(sdkFolder, file + suffix), join(folder, file + suffix))));
  await Promise.all([...needed].map((other) => addSdk(other, folder)));
};

const bundleApp = async (entry: string, folder: string): Promise<void> => {
  await rm(folder, { recursive: true, force: true });
  const used = new Set<string>();
  await bundle({ entry: join(root, entry), outfile: join(folder, 'app.cjs'), plugins: [separateFiles(used)] });
  await Promise.all([...used].map((sdk) => addSdk(sdk, folder)));
};

const folderOf = (name: string): string => join(root, 'dist', 'functions', name);

/** One context as a folder that can be deployed, or started by itself with `func start`. */
const buildApp = async (name: string): Promise<void> => {
  const folder = folderOf(name);
  await bundleApp(`functions/${name}/app.ts`, folder);
  const { version } = await json('package.json');
  await write(join(folder, 'package.json'), { name: `eshop-${name}`, version, main: 'app.cjs' });
  await write(join(folder, 'host.json'), await hostJsonOf(name));
  await cp(join(root, 'local.settings.sample.json'), join(folder, 'local.settings.sample.json'));
};

/** An app's bundle that is made again and again, each time with little work. */
export interface Rebuild {
  /** Writes the bundle and returns the files that it was made of; rejects when they do not compile, which esbuild has then printed. */
  rebuild(): Promise<string[]>;
  close(): Promise<void>;
}

/** Prepares to make the bundle of an app that is built again. */
export const openRebuild = async (name: string): Promise<Rebuild> => {
  const folder = folderOf(name);
  const used = new Set<string>();
  const entry = join(root, `functions/${name}/app.ts`);
  const bundling = await context({
    ...optionsFor({ entry, outfile: join(folder, 'app.cjs'), plugins: [separateFiles(used)] }),
    absWorkingDir: root,
    metafile: true,
  });
  return {
    rebuild: async () => {
      const { metafile } = await bundling.rebuild();
      await Promise.all([...used].map((sdk) => addSdk(sdk, folder)));
      used.clear();
      return Object.keys(metafile?.inputs ?? {}).map((file) => join(root, file));
    },
    close: () => bundling.dispose(),
  };
};

/** The contexts that are Function Apps: every folder below functions/ with an app.ts. */
const contexts = async (): Promise<string[]> => {
  const folders = await readdir(join(root, 'functions'), { withFileTypes: true });
  return folders.filter((folder) => folder.isDirectory()).map(({ name }) => name);
};

/** Builds everything: a folder for each context, and for the root's package.json one bundle of all. */
const buildApps = async (): Promise<void> => {
  await Promise.all([...(await contexts()).map(buildApp), bundleApp('functions/app.ts', join(root, 'dist', 'all'))]);
};

/** Builds the apps and the storefront. */
const buildAll = (): Promise<void> =>
  stamped(async () => {
    const { buildSpa } = await import('../spa/build.ts');
    await Promise.all([buildApps(), buildSpa()]);
  });

/** Builds when a source has changed since the last time. */
export const buildChanges = async (): Promise<void> => {
  if (!(await isBuilt())) await buildAll();
};

if (import.meta.main) {
  const started = performance.now();
  await buildAll();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`Built ${(await contexts()).join(', ')}, all of them in one, and the storefront, in ${seconds} s.`);
}
