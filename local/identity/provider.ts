/** Starts the local identity provider: database, keys, seeded users and the HTTP server on 127.0.0.1. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DatabaseSync } from 'node:sqlite';
import { Provider } from 'oidc-provider';
import type { Logger } from '../log.ts';
import { createAdminApi } from './admin/api.ts';
import { createFindOperator, verificationKeys } from './admin/operator.ts';
import { openDatabase } from './database.ts';
import { createFormTokens } from './http/form-tokens.ts';
import { createOutbox } from './mail/outbox.ts';
import { configuration } from './openid/configuration.ts';
import { logErrors } from './openid/errors-logged.ts';
import { loadSecrets, type Secrets } from './openid/secrets.ts';
import { createState, sweepState } from './openid/state.ts';
import { createAccounts, type NewAccount } from './people/accounts.ts';
import { createAuthenticate } from './people/authentication.ts';
import { createLockout } from './people/lockout.ts';
import { createPasswordLinks } from './people/password-links.ts';
import { createSessions } from './people/sessions.ts';
import { routesOf } from './routes.ts';
import { seededUsers, seedOnce } from './seed.ts';
import { createListener } from './server.ts';
import type { Services } from './services.ts';

export interface IdentityOptions {
  /** 9080 unless given; 0 takes a free one. */
  port?: number;
  /** Folder of `identity.db`; without it everything is kept in memory. */
  dataDir?: string;
  log: Logger;
  /** What tokens state as `iss`; `http://127.0.0.1:<port>` unless given. */
  issuer?: string;
  /** Who is there in a new database; `seededUsers` unless given. */
  people?: readonly NewAccount[];
  /** Address of the storefront, for the links to it; `http://127.0.0.1:8080` unless given. */
  shop?: string;
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

/** What the pages and the API share, for a provider that answers under the issuer. */
const createServices = (db: DatabaseSync, issuer: string, secrets: Secrets, log: Logger): Services => {
  const accounts = createAccounts(db);
  const lockout = createLockout(db);
  const options = { ...configuration(issuer, accounts, secrets), adapter: createState(db) };
  return {
    db,
    provider: new Provider(issuer, options),
    accounts,
    lockout,
    authenticate: createAuthenticate(accounts, lockout),
    passwordLinks: createPasswordLinks(db),
    sessions: createSessions(db),
    sendMail: createOutbox(db, log),
    formTokens: createFormTokens(secrets.cookieKeys[0] ?? ''),
    log,
  };
};

/** Rejects with `EADDRINUSE` when the port is taken. */
export const startIdentity = async (options: IdentityOptions): Promise<Identity> => {
  const { port = 9080, dataDir, log, shop = 'http://127.0.0.1:8080', people = seededUsers } = options;
  const db = openDatabase(dataDir);
  const secrets = await loadSecrets(db);
  const keys = await verificationKeys(secrets);
  const server = await listen(port).catch((error: unknown) => {
    db.close();
    throw error;
  });
  // From here to the listener nothing is awaited, so no request can arrive in between.
  const realPort = (server.address() as AddressInfo).port;
  const issuer = options.issuer ?? `http://127.0.0.1:${realPort}`;
  const services = createServices(db, issuer, secrets, log);
  seedOnce(db, services.accounts, people);
  logErrors(services.provider, log);
  const adminApi = createAdminApi(services, createFindOperator(issuer, keys, services.accounts));
  const routes = routesOf(services, shop.replace(/\/$/, ''));
  server.on('request', createListener(services, { routes, adminApi }));
  sweepState(db);
  const sweeper = setInterval(() => sweepState(db), sweepEveryMs).unref();

  return {
    port: realPort,
    issuer,
    close: async () => {
      clearInterval(sweeper);
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      db.close();
    },
  };
};
