/**
 * What the gateway has to be told on this machine: where the apps are, the key that opens them, and what tokens look like. Run by
 * itself, `npm run gateway`: the shop's gateway alone, in front of apps that run on their default ports.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { contexts } from '../shared/contracts/events.ts';
import { defaultPorts } from './ports.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Base address of each app's API by the app's name, e.g. `http://127.0.0.1:7071/api/catalog`. */
export type AppAddresses = Readonly<Record<string, string>>;

/** What the storefront is told as `/config.json`. */
const siteSettings = (issuer: string, apps: AppAddresses) => ({
  gateway: '',
  issuer,
  clientId: 'spa',
  scopes: ['openid profile email offline_access', ...Object.keys(apps)].join(' '),
});

/** Arguments of `local/api-management/main.ts` for the shop. */
export const gatewayArguments = (issuer: string, apps: AppAddresses): string[] => [
  `--dir=${join(root, 'gateway-apim')}`,
  `--static=${join(root, 'dist', 'spa')}`,
  `--site-settings=${JSON.stringify(siteSettings(issuer, apps))}`,
  ...Object.entries(apps).map(([name, address]) => `--backend=${name}=${address}`),
];

/** The settings of the apps that are named values of the gateway too, under names of their own. */
const shared = ['IDENTITY_ISSUER', 'IDENTITY_AUDIENCE', 'IDENTITY_SCOPE_CLAIM', 'IDENTITY_ROLES_CLAIM'];

const keyOf = (app: string): string => `NAMED_VALUE_${app.toUpperCase()}_KEY`;
const urlOf = (app: string): string => `NAMED_VALUE_${app.toUpperCase()}_URL`;

/** Named values as environment, where no list of processes shows them. On this machine one function key opens every app. */
export const gatewayEnvironment = (
  settings: NodeJS.ProcessEnv,
  apps: AppAddresses,
  functionKey: string,
): NodeJS.ProcessEnv =>
  Object.fromEntries([
    ...shared.flatMap((name) => (settings[name] === undefined ? [] : [[`NAMED_VALUE_${name}`, settings[name]]])),
    ...Object.entries(apps).flatMap(([app, address]) => [
      [keyOf(app), functionKey],
      [urlOf(app), address],
    ]),
  ]);

const defaultIssuer = 'http://127.0.0.1:9080';

/** With apps started by hand: the key is the one that the shop or a host has written, if any has. */
const runAlone = async (): Promise<void> => {
  const keyFile = join(root, '.data', 'keys', 'function-key');
  const functionKey = existsSync(keyFile) ? readFileSync(keyFile, 'utf8').trim() : 'unknown';
  const apps = Object.fromEntries(contexts.map((name) => [name, `http://127.0.0.1:${defaultPorts[name]}/api/${name}`]));
  const named = gatewayEnvironment(process.env, apps, functionKey);
  for (const [name, value] of Object.entries(named)) process.env[name] ??= value;
  const { values } = parseArgs({ options: { dir: { type: 'string' } }, strict: false });
  const issuer = process.env.IDENTITY_ISSUER ?? defaultIssuer;
  // What is said on the command line comes last and wins; another folder has other backends.
  if (values.dir === undefined) process.argv.splice(2, 0, ...gatewayArguments(issuer, apps));
  await import('./api-management/main.ts');
};

if (import.meta.main) await runAlone();
