/** The broker: puts configuration, entity engine, store, AMQP and admin endpoint together. */
import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Logger } from '../log.ts';
import { type AdminServer, startAdminServer } from './admin/server.ts';
import { type Alarm, createAlarm } from './alarm.ts';
import type { BrokerContext } from './amqp/context.ts';
import { type AmqpServer, startAmqpServer } from './amqp/server.ts';
import { loadConfig } from './config/config.ts';
import type { BrokerConfig } from './config/schema.ts';
import { createDealer } from './engine/dealer.ts';
import { createNamespace, type NamespaceDefinition } from './engine/namespace.ts';
import { createLockTokens } from './message/lock-token.ts';
import { createGroupCommit } from './store/group-commit.ts';
import { type Journal, memoryJournal } from './store/journal.ts';
import { restore } from './store/restore.ts';
import { openDatabase } from './store/schema.ts';
import { createSqliteJournal } from './store/sqlite-journal.ts';

export type { BrokerConfig } from './config/schema.ts';

export type BrokerOptions = {
  /** A Config.json of the Service Bus emulator: its path, or its content as an object. */
  config: string | BrokerConfig;
  /** The AMQP port on 127.0.0.1, by default 5672; 0 picks a free one. */
  port?: number;
  /** The port of health and entity counts on 127.0.0.1, by default 5300; 0 picks a free one. */
  adminPort?: number;
  /** Where `service-bus.db` is kept. Without it, messages live in memory only. */
  dataDir?: string;
  log: Logger;
  /** The clock by which locks, schedules and lifetimes run, ms since 1970. */
  now?: () => number;
};

export type Broker = {
  readonly port: number;
  readonly adminPort: number;
  /** For `new ServiceBusClient(connectionString)` and the setting `ServiceBus`. */
  readonly connectionString: string;
  /** Closes connections, writes what is left and closes the file. */
  close(): Promise<void>;
};

/** The connection string of the emulator, at another port. */
export const connectionStringFor = (port: number): string =>
  `Endpoint=sb://127.0.0.1:${port};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;`;

type Core = BrokerContext & { readonly journal: Journal; readonly alarm: Alarm };

const createCore = (definition: NamespaceDefinition, options: BrokerOptions, journal: Journal): Core => {
  const { log } = options;
  const dealer = createDealer();
  const namespace = createNamespace(definition, {
    now: options.now ?? Date.now,
    changed: journal.changed,
    numbered: journal.numbered,
    available: dealer.note,
  });
  const commit = createGroupCommit(journal, log, () => {
    dealer.deal();
    alarm.set();
  });
  const alarm = createAlarm(namespace.engine, commit.request);
  return { namespace, dealer, commit, tokens: createLockTokens(randomBytes(8)), log, journal, alarm };
};

const reportOrphans = (log: Logger, orphans: ReadonlyMap<string, number>): void => {
  for (const [path, count] of orphans)
    log.warn(`${count} stored messages of "${path}" are kept but not served: the configuration has no such entity`);
};

const openCore = (options: BrokerOptions): Core => {
  const definition = loadConfig(options.config);
  if (options.dataDir === undefined) return createCore(definition, options, memoryJournal);
  const database: DatabaseSync = openDatabase(options.dataDir);
  const core = createCore(definition, options, createSqliteJournal(database));
  reportOrphans(options.log, restore(database, core.namespace));
  core.commit.request();
  return core;
};

type Listener = { readonly what: string; readonly port: number; readonly flag: string };

/** A taken port is the one thing that users meet often, so it says what to do. */
const named = async <T>(starting: Promise<T>, { what, port, flag }: Listener): Promise<T> => {
  try {
    return await starting;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw new Error(`${what} port ${port} is in use by another program. Choose another with ${flag} N.`, {
        cause: error,
      });
    throw error;
  }
};

const listen = async (core: Core, options: BrokerOptions): Promise<[AmqpServer, AdminServer]> => {
  const { port = 5672, adminPort = 5300 } = options;
  const amqp = await named(startAmqpServer(core, port), { what: 'AMQP', port, flag: '--port' });
  try {
    const starting = startAdminServer(core, adminPort);
    return [amqp, await named(starting, { what: 'Admin', port: adminPort, flag: '--admin-port' })];
  } catch (error) {
    await amqp.close();
    throw error;
  }
};

/** Starts a broker. Rejects with a message for people when the configuration, the data folder or a port is no good. */
export const startBroker = async (options: BrokerOptions): Promise<Broker> => {
  const core = openCore(options);
  const shut = () => {
    core.alarm.stop();
    core.commit.close();
    core.journal.close();
  };
  try {
    const [amqp, admin] = await listen(core, options);
    return {
      port: amqp.port,
      adminPort: admin.port,
      connectionString: connectionStringFor(amqp.port),
      async close() {
        await Promise.all([amqp.close(), admin.close()]);
        shut();
      },
    };
  } catch (error) {
    shut();
    throw error;
  }
};
