/** The command `npm run broker`: the broker alone. */
import '../end-with-parent.ts';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createLogger } from '../log.ts';
import { parsePort } from '../ports.ts';
import { type Broker, type BrokerOptions, startBroker } from './broker.ts';

const usage = 'Usage: npm run broker -- [--config Config.json] [--port N] [--admin-port N] [--data DIR | --in-memory]';

/** Reads the command line. Throws an error for people on an unknown flag or a wrong value. */
const readOptions = (): BrokerOptions => {
  const { values } = parseArgs({
    options: {
      config: { type: 'string', default: join(import.meta.dirname, 'Config.json') },
      port: { type: 'string', default: '5672' },
      'admin-port': { type: 'string', default: '5300' },
      data: { type: 'string' },
      'in-memory': { type: 'boolean', default: false },
    },
  });
  if (values.data !== undefined && values['in-memory'])
    throw new Error('--data and --in-memory exclude each other: keep the messages, or do not.');
  return {
    config: values.config,
    port: parsePort(values.port, '--port'),
    adminPort: parsePort(values['admin-port'], '--admin-port'),
    ...(values['in-memory'] ? {} : { dataDir: values.data ?? '.data/service-bus' }),
    log: createLogger('broker'),
  };
};

const stopOnSignal = (broker: Broker, options: BrokerOptions): void => {
  const stop = () => {
    broker.close().then(
      () => process.exit(0),
      (error: unknown) => {
        options.log.error({ err: error }, 'The broker did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
};

const fail = (error: unknown): never => {
  const message = error instanceof Error ? error.message : String(error);
  const badFlag = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  console.error(badFlag ? `${message.split('. ')[0]}. ${usage}` : message);
  process.exit(1);
};

try {
  const options = readOptions();
  const broker = await startBroker(options);
  stopOnSignal(broker, options);
  options.log.info(`AMQP on 127.0.0.1:${broker.port}, health and entities on http://127.0.0.1:${broker.adminPort}`);
  options.log.info(options.dataDir === undefined ? 'Messages live in memory only' : `Messages in ${options.dataDir}`);
  options.log.info(`ServiceBus=${broker.connectionString}`);
  process.send?.({ type: 'ready', port: broker.port, adminPort: broker.adminPort });
} catch (error) {
  fail(error);
}
