/** Starts the local identity provider: database, keys, seeded users and the HTTP server on 127.0.0.1. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import type { Logger } from '../log.ts';
import { createAccounts } from './accounts.ts';
import { createAuthenticate } from './authentication.ts';
import { configuration } from './configuration.ts';
import { openDatabase } from './database.ts';
import { logErrors } from './errors-logged.ts';
import { loadSecrets } from './secrets.ts';
import { seededUsers } from './seed.ts';
import { createListener } from './server.ts';
import { createState, sweepState } from './state.ts';

export interface IdentityOptions {
  /** 9080 unless given; 0 takes a free one. */
  port?: number;
  /** Folder of `identity.db`; without it everything is kept in memory. */
  dataDir?: string;
  log: Logger;
  /** What tokens state as `iss`; `http://127.0.0.1:<port>` unless given. */
  issuer?: string;
}

export interface Identity {
  port: number;
  issuer: string;
  /** Stops listening, drops open connections and closes the database. */
  close(): Promise<void>;
}

const sweepEveryMs = 10 * 60_000;

const listen = async (port: number): Promise<Server> => {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
};

/** Rejects with `EADDRINUSE` when the port is taken. */
export const startIdentity = async ({ port = 9080, dataDir, log, issuer }: IdentityOptions): Promise<Identity> => {
  const db = openDatabase(dataDir);
  const accounts = createAccounts(db);
  for (const user of seededUsers) accounts.add(user);
  const secrets = await loadSecrets(db);
  const server = await listen(port).catch((error: unknown) => {
    db.close();
    throw error;
  });
  // From here to the listener nothing is awaited, so no request can arrive in between.
  const realPort = (server.address() as AddressInfo).port;
  const provider = new Provider(issuer ?? `http://127.0.0.1:${realPort}`, {
    ...configuration(accounts, secrets),
    adapter: createState(db),
  });
  logErrors(provider, log);
  server.on('request', createListener({ provider, authenticate: createAuthenticate(db, accounts), log }));
  sweepState(db);
  const sweeper = setInterval(() => sweepState(db), sweepEveryMs).unref();

  return {
    port: realPort,
    issuer: provider.issuer,
    close: async () => {
      clearInterval(sweeper);
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      db.close();
    },
  };
};
