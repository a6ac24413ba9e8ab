/** What SQL Server's error numbers mean to a store. SQLite never gives them: its writers wait for each other. */
import { errorChain } from '../lifecycle/error-chain.ts';

/** Every number that the server gave for an error, also of those that led to it. */
const numbersOf = (error: unknown): unknown[] => errorChain(error).map((one) => (one as { number?: unknown }).number);

/** The server ended this to resolve a deadlock: nothing of the statement, or of its transaction, has happened. */
export const isDeadlock = (error: unknown): boolean => numbersOf(error).includes(1205);

/** A row with the same key is there, of a primary key or another unique index. */
export const isDuplicate = (error: unknown): boolean =>
  numbersOf(error).some((number) => number === 2627 || number === 2601);
