/** Kysely's dialect for SQL Server and Azure SQL. Its SDKs are loaded when a store is opened. */

import type { Dialect } from 'kysely';
import type mssql from 'mssql';
import type { config as Config, ConnectionPool } from 'mssql';
import { sqlServerDriver } from './driver.ts';
import type { SqlServerSetting } from './setting.ts';
import { tsqlCompiler } from './tsql.ts';

type Mssql = typeof mssql;

/** SQL login with a password; without one Entra ID, whose token one credential fetches for all connections. */
const authenticationOf = async ({ user, password }: SqlServerSetting): Promise<Config['authentication']> => {
  if (password !== undefined) return { type: 'default', options: { userName: user, password } };
  const { DefaultAzureCredential } = await import('@azure/identity');
  const credential = new DefaultAzureCredential(user ? { managedIdentityClientId: user } : {});
  return { type: 'token-credential', options: { credential } };
};

const connect = async ({ ConnectionPool }: Mssql, setting: SqlServerSetting): Promise<ConnectionPool> => {
  const { server, port, database, instanceName, encrypt, trustServerCertificate } = setting;
  const pool = new ConnectionPool({
    server,
    ...(port !== undefined && { port }),
    database,
    authentication: await authenticationOf(setting),
    options: { encrypt, trustServerCertificate, appName: 'eshop', ...(instanceName && { instanceName }) },
    // A serverless Azure SQL database that sleeps takes its time to wake.
    connectionTimeout: 30_000,
    requestTimeout: 30_000,
    validateConnection: 'socket',
    pool: { max: 10, min: 0, idleTimeoutMillis: 30_000 },
  });
  // Whoever asked for a connection gets the same error; without a listener it would end the process.
  pool.on('error', () => {});
  return pool.connect();
};

export const sqlServerDialect = async (setting: SqlServerSetting): Promise<Dialect> => {
  const [kysely, { default: mssql }] = await Promise.all([import('kysely'), import('mssql')]);
  const Compiler = tsqlCompiler(kysely);
  return {
    createAdapter: () => new kysely.MssqlAdapter(),
    createIntrospector: (database) => new kysely.MssqlIntrospector(database),
    createQueryCompiler: () => new Compiler(),
    createDriver: () => sqlServerDriver(mssql, () => connect(mssql, setting)),
  };
};
