/**
 * Tells errors of a store that is away for a while, which pass by themselves, from those of a request or a program that will fail
 * again. Drivers say it each in their own way; here are all of them.
 */
import { errorChain } from './error-chain.ts';

/** For adapters whose driver does not say it in a way that can be read off its error. */
export class Away extends Error {
  override readonly name = 'Away';
}

interface DriverError {
  name?: unknown;
  code?: unknown;
  syscall?: unknown;
  errcode?: unknown;
  number?: unknown;
}

/** `ConnectionError` is that of `mssql`; its pool, and @azure/cosmos, throw a `TimeoutError`. */
const names = new Set<unknown>(['Away', 'ConnectionError', 'TimeoutError']);

/** A connection that breaks or stays silent, in `mssql` and in @azure/cosmos. */
const broken = ['ETIMEOUT', 'ECONNCLOSED', 'ESOCKET', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND', 'EPIPE'];

/** The HTTP statuses with which Cosmos DB asks to come back later. */
const postponed = [408, 429, 449, 503];

const codes = new Set<unknown>([...broken, ...postponed]);

/** SQLite's primary result codes BUSY, LOCKED, IOERR, FULL and CANTOPEN (sqlite.org/rescode.html). */
const sqliteCodes = new Set<unknown>([5, 6, 10, 13, 14]);
const sqliteCodeOf = ({ errcode }: DriverError): unknown => (typeof errcode === 'number' ? errcode & 0xff : undefined);

/** What Azure SQL gives while a database moves, sleeps or is busy ("Troubleshoot transient connection errors"). */
const sqlServerNumbers = new Set<unknown>(
  [615, 926, 4060, 4221, 10928, 10929].concat([40197, 40501, 40540, 40613, 49918, 49919, 49920]),
);

/** Whether an error came of a store that is away. What the operating system refuses, be it a connection or a file, has a `syscall`. */
export const isAway = (error: unknown): boolean =>
  errorChain(error).some(
    (one: DriverError) =>
      typeof one.syscall === 'string' ||
      names.has(one.name) ||
      codes.has(one.code) ||
      sqliteCodes.has(sqliteCodeOf(one)) ||
      sqlServerNumbers.has(one.number),
  );
