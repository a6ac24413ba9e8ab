/** The whole shop on this machine: broker, identity provider, Function Apps and gateway, each in a process of its own. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareStores } from '../scripts/migrate.ts';
import { gatewayArguments, gatewayEnvironment } from './gateway.ts';
import type { PartName, Ports } from './ports.ts';
import { connectionStringFor } from './service-bus/broker.ts';
import { busyFlags, type Child, type ChildSpec, startChild } from './supervisor/child.ts';
import { brokerConfig, type Listener } from './topology.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

export const appNames = ['catalog', 'basket', 'ordering', 'payment', 'coupon'] as const satisfies readonly PartName[];

export interface ShopOptions {
  /** Everything that the shop remembers is below this folder. */
  dataDir: string;
  ports: Ports;
  /** How long a message of a killed app stays away. */
  lockSeconds: number;
  /** Subscriptions for tests and tools that watch. */
  listeners?: readonly Listener[];
  /** One process for each app, as in the cloud, or one host over the bundle of all (the root's `main`). */
  hosts: 'each' | 'one';
  /** Folders of apps that were built elsewhere, by name; by default what `scripts/build.ts` has built. */
  folders?: Partial<Record<string, string>>;
  /** Flags of Node for one part, e.g. to profile or to debug it. */
  nodeFlags?: (part: string) => readonly string[];
  /** Wins over what the shop would set, e.g. another store. */
  env: NodeJS.ProcessEnv;
  onLine: (part: string, line: string) => void;
  onCrash: (part: string, how: string) => void;
  /** Hears what is being done, while it takes long. */
  onProgress?: (step: string) => void;
}

export interface Shop {
  /** The one address that people use: the storefront, and the whole API below `/api`. */
  readonly gateway: string;
  readonly issuer: string;
  readonly parts: readonly Child[];
  /** Base address of an app's API, e.g. `http://127.0.0.1:7071/api`. */
  api(app: (typeof appNames)[number]): string;
  /** File with the key that calls without the gateway need. */
  readonly functionKeyFile: string;
  readonly brokerAdmin: string;
  /** Connection string of the bus. */
  readonly bus: string;
  /** Stops the gateway, then the apps, then what they depend on. */
  close(): Promise<void>;
}

const sqlite = (dataDir: string, name: string): string => `sqlite:${join(dataDir, `${name}.db`)}`;

/** The settings of the apps on this machine; short waits, so that a person sees an order through. */
const settingsFor = (dataDir: string, bus: string, issuer: string): NodeJS.ProcessEnv => ({
  ServiceBus: bus,
  IDENTITY_ISSUER: issuer,
  IDENTITY_AUDIENCE: 'eshop',
  CATALOG_STORE: sqlite(dataDir, 'catalog'),
  CATALOG_RELAY_SCHEDULE: '*/2 * * * * *',
  BASKET_STORE: sqlite(dataDir, 'basket'),
  ORDERING_STORE: sqlite(dataDir, 'ordering'),
  ORDERING_GRACE_SECONDS: '5',
  ORDERING_ANSWER_SECONDS: '10',
  PAYMENT_STORE: sqlite(dataDir, 'payment'),
  COUPON_STORE: sqlite(dataDir, 'coupon'),
});

/** The compiled app folders to run: name of the part and where its package.json is. */
const appsToRun = (hosts: ShopOptions['hosts']): { name: string; folder: string; portOf: PartName }[] =>
  hosts === 'one'
    ? [{ name: 'all', folder: root, portOf: 'catalog' }]
    : appNames.map((name) => ({ name, folder: join(root, 'dist', 'functions', name), portOf: name }));

/** Like `Promise.all`, but none is still under way when it rejects: whoever then closes what has come up closes all of it. */
const allSettled = async <const Started extends readonly Promise<unknown>[]>(starting: Started) => {
  await Promise.allSettled(starting);
  return Promise.all(starting);
};

const busy: readonly string[] = ['gateway', 'basket', 'ordering', 'all'] satisfies (PartName | 'all')[];

/** Starts the shop from what `scripts/build.ts` has built; stops again what it started when a part does not come up. */
export const startShop = async (options: ShopOptions): Promise<Shop> => {
  const { dataDir, ports } = options;
  const keysDir = join(dataDir, 'keys');
  const functionKeyFile = join(keysDir, 'function-key');
  const started: Child[] = [];

  const start = async (
    spec: Pick<ChildSpec, 'name' | 'args' | 'port' | 'adminPort'>,
    env: NodeJS.ProcessEnv = {},
  ): Promise<Child> => {
    const child = await startChild({
      ...spec,
      nodeFlags: [...(busy.includes(spec.name) ? busyFlags : []), ...(options.nodeFlags?.(spec.name) ?? [])],
      env: { ...process.env, ...env, ...options.env, LOG_FORMAT: 'json' },
      onLine: (line) => options.onLine(spec.name, line),
      onCrash: (how) => options.onCrash(spec.name, how),
    });
    started.push(child);
    return child;
  };

  const startBroker = async (): Promise<Child> => {
    const config = join(dataDir, 'broker.config.json');
    await writeFile(config, JSON.stringify(brokerConfig(options.lockSeconds, options.listeners)));
    const args = [join(root, 'local/service-bus/main.ts'), '--config', config, '--data', dataDir];
    return start({ name: 'broker', args, port: ports.broker, adminPort: ports['broker-admin'] });
  };

  /** Its pages lead back to the shop; a gateway that chooses its own port has none yet. */
  const startIdentity = (): Promise<Child> => {
    const shop = ports.gateway === 0 ? [] : ['--shop', `http://127.0.0.1:${ports.gateway}`];
    const args = [join(root, 'local/identity/main.ts'), '--data', dataDir, ...shop];
    return start({ name: 'identity', args, port: ports.identity });
  };

  const startApp = (app: ReturnType<typeof appsToRun>[number], env: NodeJS.ProcessEnv): Promise<Child> => {
    const data = join(dataDir, 'host', app.name);
    const args = [
      join(root, 'local/functions-host/main.ts'),
      options.folders?.[app.name] ?? app.folder,
      '--name',
      app.name,
      '--data',
      data,
      '--keys',
      keysDir,
    ];
    return start({ name: app.name, args, port: ports[app.portOf] }, env);
  };

  const startGateway = async (settings: NodeJS.ProcessEnv, api: Shop['api']): Promise<Child> => {
    const apps = Object.fromEntries(appNames.map((name) => [name, `${api(name)}/${name}`]));
    const functionKey = (await readFile(functionKeyFile, 'utf8')).trim();
    const args = [
      join(root, 'local/api-management/main.ts'),
      ...gatewayArguments(settings.IDENTITY_ISSUER ?? '', apps),
    ];
    return start({ name: 'gateway', args, port: ports.gateway }, gatewayEnvironment(settings, apps, functionKey));
  };

  /** Who depends on others is stopped before them. */
  const rank = ({ name }: Child): number => (name === 'gateway' ? 0 : name === 'broker' || name === 'identity' ? 2 : 1);

  const close = async (): Promise<void> => {
    for (const now of [0, 1, 2])
      await Promise.all(started.filter((child) => rank(child) === now).map((child) => child.stop()));
  };

  try {
    await mkdir(dataDir, { recursive: true });
    const [broker, identity] = await allSettled([startBroker(), startIdentity()]);
    const issuer = `http://127.0.0.1:${identity.port}`;
    const env = { ...settingsFor(dataDir, connectionStringFor(broker.port), issuer), ...options.env };
    for (const done of await prepareStores(env)) options.onProgress?.(done);
    const apps = await allSettled(appsToRun(options.hosts).map((app) => startApp(app, env)));
    const api: Shop['api'] = (name) =>
      `http://127.0.0.1:${(apps.find((app) => app.name === name) ?? apps[0])?.port}/api`;
    const gateway = await startGateway(env, api);
    return {
      gateway: `http://127.0.0.1:${gateway.port}`,
      issuer,
      parts: started,
      api,
      functionKeyFile,
      bus: connectionStringFor(broker.port),
      brokerAdmin: `http://127.0.0.1:${broker.adminPort}`,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
