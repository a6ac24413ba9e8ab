/** `npm start`: builds the apps, runs the whole shop, and says where everything is. Ctrl-C stops it. */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildAll } from '../scripts/build.ts';
import { createLogView } from './log-view.ts';
import { choosePorts, isFree, type PartName, type Ports, portSetting } from './ports.ts';
import { type Shop, startShop } from './shop.ts';
import { addresses, people, tour } from './tour.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const usage = 'Usage: npm start -- [--reset] [--ephemeral] [--port-base N]';

const explain = (error: unknown): string => {
  const { message } = error as Error;
  return String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')
    ? `${message.split('. ')[0]}.\n${usage}`
    : message;
};

const readOptions = () => {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({ options: { reset: flag, ephemeral: flag, 'port-base': { type: 'string' } } });
  return { ...values, ports: choosePorts(values['port-base'], process.env) };
};

/** Parts that run today; the others' ports may be taken. */
const used: readonly PartName[] = [
  'gateway',
  'catalog',
  'basket',
  'ordering',
  'payment',
  'coupon',
  'broker',
  'broker-admin',
  'identity',
];

const requireFree = async (ports: Ports): Promise<void> => {
  const checked = await Promise.all(
    used.map(async (name) => ({ name, port: ports[name], free: ports[name] === 0 || (await isFree(ports[name])) })),
  );
  const busy = checked.filter(({ free }) => !free);
  if (busy.length === 0) return;
  const lines = busy.map(
    ({ name, port }) => `  Port ${port} (${name}) is in use: stop what listens there, or set ${portSetting(name)}.`,
  );
  throw new Error(`${lines.join('\n')}\n  Or move all ports at once: npm start -- --port-base 20000`);
};

const dataFolder = async ({ ephemeral, reset }: { ephemeral: boolean; reset: boolean }): Promise<string> => {
  if (ephemeral) return mkdtempSync(join(tmpdir(), 'eshop-'));
  const folder = resolve(root, '.data');
  if (reset) await rm(folder, { recursive: true, force: true });
  return folder;
};

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const start = async (): Promise<void> => {
  const began = performance.now();
  const options = readOptions();
  await requireFree(options.ports);
  const dataDir = await dataFolder(options);
  const logs = createLogView(join(dataDir, 'logs'), (text) => void process.stdout.write(text), process.stdout.isTTY);

  say('Building the Function Apps and the storefront …');
  await buildAll();
  say('Starting the broker, the identity provider, the apps and the gateway …');
  const shop = await startShop({
    dataDir,
    ports: options.ports,
    lockSeconds: 5,
    hosts: 'each',
    env: process.env,
    onLine: (part, line) => logs.line(part, line),
    onCrash: (part, how) => say(`${part} stopped (${how}); starting it again.`),
    onProgress: (step) => say(`  ${step}`),
  });
  stopOnSignal(shop, options.ephemeral ? dataDir : undefined);

  say(
    `\nThe shop is open at ${shop.gateway} (after ${((performance.now() - began) / 1000).toFixed(1)} s). Ctrl-C closes it; its data is in ${dataDir}\n`,
  );
  say(`${addresses(shop)}\n`);
  say(`People who can sign in, with their passwords:\n${people()}\n`);
  say(`Place an order from another terminal, in this folder:\n\n${tour(shop).join('\n')}\n`);
  logs.open();
};

const stopOnSignal = (shop: Shop, temporary: string | undefined): void => {
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    say('\nClosing the shop …');
    await shop.close();
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
};

await start().catch((error: unknown) => {
  console.error(explain(error));
  process.exit(1);
});
