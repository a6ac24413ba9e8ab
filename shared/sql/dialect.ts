/** What the stores say in words that hold for every dialect. All else is plain Kysely, which `sqlserver/tsql.ts` turns into T-SQL. */
import type { InsertQueryBuilder, InsertResult, UpdateResult } from 'kysely';

/** Makes the insert of one row do nothing when a row with the same key is there. In a transaction, use it with `transact`. */
export const ifAbsent = <Schema, Table extends keyof Schema>(
  insert: InsertQueryBuilder<Schema, Table, InsertResult>,
  key: ReadonlyArray<keyof Schema[Table] & string>,
): InsertQueryBuilder<Schema, Table, InsertResult> =>
  insert.onConflict((conflict) => conflict.columns(key).doNothing());

/** Whether an insert made with `ifAbsent` wrote its row. */
export const wasInserted = (result: InsertResult): boolean => (result.numInsertedOrUpdatedRows ?? 0n) > 0n;

/** Whether an update found its row. */
export const wasUpdated = (result: UpdateResult): boolean => result.numUpdatedRows > 0n;

/** Which page of a list: its number from 0 on, and how much is on one. */
export interface Page {
  pageIndex: number;
  pageSize: number;
}

/** One page of an ordered query. */
export const page = <Query extends { limit(limit: number): Query; offset(offset: number): Query }>(
  query: Query,
  { pageIndex, pageSize }: Page,
): Query => query.limit(pageSize).offset(pageIndex * pageSize);
