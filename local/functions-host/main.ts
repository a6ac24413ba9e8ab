/** `npm run host -- APP_DIR [--port N] [--data DIR] [--keys DIR]`: runs one compiled Function App. */
import '../end-with-parent.ts';
import { basename, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { createLogger } from '../log.ts';
import { parsePort } from '../ports.ts';
import { HostError, toError } from './errors.ts';
import { type FunctionsHost, type HostOptions, startHost } from './host.ts';

const usage = `Usage: npm run host -- APP_DIR [--port N] [--data DIR] [--keys DIR] [--name NAME]

  APP_DIR      folder with host.json and package.json of a compiled Function App
  --port N     port to listen on, 0 for a free one (default: LocalHttpPort of local.settings.json, else 7071)
  --data DIR   folder that keeps timers, orchestrations and keys (default: nothing is kept)
  --keys DIR   folder of the key files, if several apps share them (default: the data folder)
  --name NAME  how the log calls this app (default: the folder's name)`;

/** Running invocations have ten seconds, and what else must be closed gets the rest. */
const longestStopMs = 25_000;

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const readArguments = () => {
  const option = { type: 'string' } as const;
  return parseArgs({
    allowPositionals: true,
    options: { port: option, data: option, keys: option, name: option, help: { type: 'boolean', short: 'h' } },
  });
};

const parse = (): Omit<HostOptions, 'log'> & { name: string } => {
  try {
    const { positionals, values } = readArguments();
    const [appDir] = positionals;
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    if (appDir === undefined || positionals.length > 1) return fail(usage);
    return {
      appDir: resolve(appDir),
      name: values.name ?? basename(resolve(appDir)),
      ...(values.port !== undefined && { port: parsePort(values.port, '--port') }),
      ...(values.data !== undefined && { dataDir: resolve(values.data) }),
      ...(values.keys !== undefined && { keysDir: resolve(values.keys) }),
    };
  } catch (error) {
    return fail(`${toError(error).message}\n\n${usage}`);
  }
};

/** One line for what the author must mend, with the app's own stack where the app threw; a stack for our own defects. */
const explain = (error: unknown): string => {
  if (!(error instanceof HostError)) return toError(error).stack ?? String(error);
  return error.cause === undefined ? error.message : `${error.message}\n${toError(error.cause).stack}`;
};

const { name, ...options } = parse();
const log = createLogger(name);

process.on('uncaughtException', (error) => {
  log.fatal({ err: error }, 'uncaught exception: the app stops');
  process.exit(1);
});

const stopOnSignals = (host: FunctionsHost) => {
  let stopping = false;
  // A terminal signals the whole process group and a supervisor passes the signal on, so a second one means nothing.
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => fail('did not stop in time'), longestStopMs).unref();
    host.close().then(
      () => process.exit(0),
      (error: unknown) => fail(explain(error)),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
};

try {
  const host = await startHost({ ...options, log });
  stopOnSignals(host);
  log.info(`listening on http://localhost:${host.port}`);
  process.send?.({ type: 'ready', port: host.port });
} catch (error) {
  fail(explain(error));
}
