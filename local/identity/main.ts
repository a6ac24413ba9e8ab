/** `npm run identity -- [--port N] [--data DIR] [--shop URL]`: the identity provider alone, until Ctrl-C. */
import '../end-with-parent.ts';
import { parseArgs } from 'node:util';
import { createLogger } from '../log.ts';
import { parsePort } from '../ports.ts';
import { startIdentity } from './provider.ts';

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const readOptions = () => {
  try {
    const { values } = parseArgs({
      options: { port: { type: 'string' }, data: { type: 'string' }, shop: { type: 'string' } },
    });
    const port = parsePort(values.port ?? '9080', '--port');
    const shop = values.shop ?? 'http://127.0.0.1:8080';
    if (!/^https?:$/.test(URL.parse(shop)?.protocol ?? ''))
      throw new Error(`--shop ${shop} is no address: give one like http://127.0.0.1:8080`);
    return { port, dataDir: values.data ?? '.data', shop };
  } catch (error) {
    return fail(`${(error as Error).message}\nUsage: npm run identity -- [--port N] [--data DIR] [--shop URL]`);
  }
};

const explain = (error: unknown, port: number): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'EADDRINUSE'
    ? `Port ${port} is in use: choose another with --port N.`
    : `The identity provider cannot start: ${message}`;
};

const { port, dataDir, shop } = readOptions();
const log = createLogger('identity');
const identity = await startIdentity({ port, dataDir, shop, log }).catch((error: unknown) =>
  fail(explain(error, port)),
);
log.info({ issuer: identity.issuer, data: dataDir }, 'ready');
process.send?.({ type: 'ready', port: identity.port });

const stop = (): void => void identity.close().then(() => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
