/** `npm run gateway -- [--dir gateway-apim] [--port N]`: the gateway alone, until Ctrl-C. */
import '../end-with-parent.ts';
import { parseArgs } from 'node:util';
import { createLogger } from '../log.ts';
import { parsePort } from '../ports.ts';
import { type GatewayOptions, startGateway } from './gateway.ts';
import { FolderError } from './problem.ts';

const usage = `Usage: npm run gateway -- [--dir DIR] [--port N] [--static DIR] [--site-settings JSON] [--backend ID=URL]... [--named-value NAME=VALUE]...

  --dir DIR                 folder of API Management files (default: gateway-apim)
  --port N                  port to listen on, 0 for a free one (default: 8080)
  --static DIR              folder of the single-page app's files
  --site-settings JSON      what the single-page app reads as /config.json
  --backend ID=URL          address of a backend, instead of the file's
  --named-value NAME=VALUE  a named value, instead of the file's (also: environment variable NAMED_VALUE_NAME)`;

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const pairs = (flag: string, list: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    list.map((text) => {
      const at = text.indexOf('=');
      return at > 0 ? [text.slice(0, at), text.slice(at + 1)] : fail(`${flag} is "${text}"; write it as name=value`);
    }),
  );

const settingsIn = (text: string): object => {
  try {
    return JSON.parse(text) as object;
  } catch {
    return fail(`--site-settings is "${text}"; it must be JSON`);
  }
};

const readOptions = (): GatewayOptions => {
  try {
    const { values } = parseArgs({
      options: {
        dir: { type: 'string', default: 'gateway-apim' },
        port: { type: 'string', default: '8080' },
        static: { type: 'string' },
        'site-settings': { type: 'string' },
        backend: { type: 'string', multiple: true, default: [] },
        'named-value': { type: 'string', multiple: true, default: [] },
      },
    });
    return {
      dir: values.dir,
      port: parsePort(values.port, '--port'),
      backends: pairs('--backend', values.backend),
      namedValues: pairs('--named-value', values['named-value']),
      ...(values.static !== undefined && { staticDir: values.static }),
      ...(values['site-settings'] !== undefined && { siteSettings: settingsIn(values['site-settings']) }),
      log: createLogger('gateway'),
    };
  } catch (error) {
    return fail(`${(error as Error).message.split('. ')[0]}\n${usage}`);
  }
};

const explain = (error: unknown, dir: string): string =>
  error instanceof FolderError ? `${dir} cannot be executed:\n${error.message}` : (error as Error).message;

const options = readOptions();
const gateway = await startGateway(options).catch((error: unknown) => fail(explain(error, options.dir)));
process.send?.({ type: 'ready', port: gateway.port });

const stop = (): void => void gateway.close().then(() => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
