/** Kysely's driver over the pool of `mssql`. */

import type { CompiledQuery, DatabaseConnection, Driver, IsolationLevel, QueryResult } from 'kysely';
import type mssql from 'mssql';
import type { ConnectionPool, Transaction } from 'mssql';
import { isDeadlock, isDuplicate } from '../errors.ts';
import { parameterOf } from './parameters.ts';

type Mssql = typeof mssql;

/** How often a statement outside a transaction is run again that was a deadlock's victim. */
const maxRuns = 5;

const isolationOf = ({ ISOLATION_LEVEL }: Mssql, level: IsolationLevel = 'read committed'): number =>
  ISOLATION_LEVEL[level.toUpperCase().replaceAll(' ', '_') as keyof typeof ISOLATION_LEVEL];

interface Connection extends DatabaseConnection {
  transaction?: Transaction | undefined;
}

/** Inserts that `ifAbsent` made. */
const yieldsToDuplicate = ({ query }: CompiledQuery): boolean =>
  query.kind === 'InsertQueryNode' && 'onConflict' in query && query.onConflict !== undefined;

/** A driver whose pool `open` connects at first use. */
export const sqlServerDriver = (mssql: Mssql, open: () => Promise<ConnectionPool>): Driver => {
  let pool: ConnectionPool | undefined;
  const connected = (): ConnectionPool => {
    if (!pool) throw new Error('The connection pool is not open.');
    return pool;
  };

  const run = async <Row>(query: CompiledQuery, transaction: Transaction | undefined): Promise<QueryResult<Row>> => {
    const request = transaction ? new mssql.Request(transaction) : new mssql.Request(connected());
    for (const [index, value] of query.parameters.entries())
      request.input(`p${index + 1}`, ...parameterOf(mssql, value));
    const { recordset, rowsAffected } = await request.query<Row>(query.sql);
    const changed = rowsAffected.reduce((sum, count) => sum + count, 0);
    return { rows: recordset ?? [], numAffectedRows: BigInt(changed) };
  };

  /** Each statement is a transaction of its own: what the server ended to resolve a deadlock can run again. */
  const runAlone = async <Row>(query: CompiledQuery): Promise<QueryResult<Row>> => {
    for (let runs = 1; ; runs += 1) {
      try {
        return await run<Row>(query, undefined);
      } catch (error) {
        if (yieldsToDuplicate(query) && isDuplicate(error)) return { rows: [], numAffectedRows: 0n };
        if (!isDeadlock(error) || runs === maxRuns) throw error;
      }
    }
  };

  const connection = (): Connection => ({
    executeQuery<Row>(this: Connection, query: CompiledQuery) {
      return this.transaction ? run<Row>(query, this.transaction) : runAlone<Row>(query);
    },
    streamQuery: () => {
      throw new Error('SQL Server results are read as a whole, a page at a time.');
    },
  });

  return {
    init: async () => void (pool = await open()),
    acquireConnection: async () => connection(),
    releaseConnection: async () => {},
    beginTransaction: async (connection: Connection, { isolationLevel }) => {
      const transaction = new mssql.Transaction(connected());
      await transaction.begin(isolationOf(mssql, isolationLevel));
      connection.transaction = transaction;
    },
    commitTransaction: async (connection: Connection) => {
      await connection.transaction?.commit();
      connection.transaction = undefined;
    },
    rollbackTransaction: async (connection: Connection) => {
      const { transaction } = connection;
      connection.transaction = undefined;
      // The server may have rolled back already, and the error that led here says more than the one that this would throw.
      await transaction?.rollback().catch(() => {});
    },
    destroy: async () => {
      await pool?.close();
    },
  };
};
