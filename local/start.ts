/** `npm start`: builds the apps, runs the whole shop, and says where everything is. Ctrl-C stops it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildChanges } from '../scripts/build.ts';
import { emptyFolder } from './data-folder.ts';
import { createLogView } from './log-view.ts';
import { choosePorts, isFree, type PartName, type Ports, partNames, portSetting } from './ports.ts';
import { appNames, type Shop, startShop } from './shop.ts';
import { addresses, people, tour } from './tour.ts';
import { watchApps } from './watch.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const usage = 'Usage: npm start -- [--reset] [--ephemeral] [--port-base N] [--watch] [--inspect APP]';

const explain = (error: unknown): string => {
  const { message } = error as Error;
  return String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')
    ? `${message.split('. ')[0]}.\n${usage}`
    : message;
};

const readOptions = () => {
  const flag = { type: 'boolean', default: false } as const;
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { reset: flag, ephemeral: flag, watch: flag, 'port-base': text, inspect: text },
  });
  if (values.inspect !== undefined && !appNames.some((name) => name === values.inspect))
    throw new Error(`--inspect is "${values.inspect}"; it must be one of ${appNames.join(', ')}.`);
  return { ...values, ports: choosePorts(values['port-base'], process.env) };
};

const requireFree = async (ports: Ports, names: readonly PartName[]): Promise<void> => {
  const checked = await Promise.all(
    names.map(async (name) => ({ name, port: ports[name], free: ports[name] === 0 || (await isFree(ports[name])) })),
  );
  const busy = checked.filter(({ free }) => !free);
  if (busy.length === 0) return;
  const lines = busy.map(
    ({ name, port }) => `  Port ${port} (${name}) is in use: stop what listens there, or set ${portSetting(name)}.`,
  );
  throw new Error(`${lines.join('\n')}\n  Or move all ports at once: npm start -- --port-base 20000`);
};

/** One of its own that goes with this process. */
const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'eshop-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const dataFolder = ({ ephemeral, reset }: { ephemeral: boolean; reset: boolean }): string => {
  if (ephemeral) return temporaryFolder();
  const folder = resolve(root, '.data');
  if (reset) emptyFolder(folder);
  return folder;
};

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const start = async (): Promise<void> => {
  const began = performance.now();
  const options = readOptions();
  const { ports, inspect } = options;
  await requireFree(ports, inspect === undefined ? partNames.filter((name) => name !== 'debugger') : partNames);
  const dataDir = dataFolder(options);
  const logs = createLogView(join(dataDir, 'logs'), (text) => void process.stdout.write(text), process.stdout.isTTY);

  say('Building what has changed of the Function Apps and the storefront …');
  await buildChanges();
  say('Starting the broker, the identity provider, the apps and the gateway …');
  const shop = await startShop({
    dataDir,
    ports,
    lockSeconds: 5,
    hosts: 'each',
    env: process.env,
    nodeFlags: (part) => (part === inspect ? [`--inspect=127.0.0.1:${ports.debugger}`] : []),
    onLine: (part, line) => logs.line(part, line),
    onCrash: (part, how) => say(`${part} stopped (${how}); starting it again.`),
    onProgress: (step) => say(`  ${step}`),
  });
  stopOnSignal(shop);
  if (options.watch) await watchShop(shop);

  say(
    `\nThe shop is open at ${shop.gateway} (after ${((performance.now() - began) / 1000).toFixed(1)} s). Ctrl-C closes it; its data is in ${dataDir}\n`,
  );
  say(`${addresses(shop)}\n`);
  say(`People who can sign in, with their passwords:\n${people()}\n`);
  say(`Place an order from another terminal, in this folder:\n\n${tour(shop).join('\n')}\n`);
  if (inspect !== undefined)
    say(`A debugger can attach to ${inspect}: chrome://inspect, or your editor's "attach to Node.js process".\n`);
  logs.open();
};

/** Changes of the sources reach the running apps. */
const watchShop = async ({ parts }: Shop): Promise<void> => {
  const onBuilt = async (name: string) => parts.find((part) => part.name === name)?.restart();
  await watchApps({ root, apps: appNames, onBuilt, say });
  say('Watching functions/ and shared/: a changed app is built and started again, and what is under way goes on.');
};

const stopOnSignal = (shop: Shop): void => {
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    say('\nClosing the shop …');
    await shop.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
};

await start().catch((error: unknown) => {
  console.error(explain(error));
  process.exit(1);
});
