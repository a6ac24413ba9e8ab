/** What SQL dialects say differently. Everything else is plain Kysely. */
import type { InsertQueryBuilder, InsertResult, UpdateResult } from 'kysely';

/** Makes an insert do nothing when a row with the same key is there. */
export const ifAbsent = <Schema, Table extends keyof Schema>(insert: InsertQueryBuilder<Schema, Table, InsertResult>) =>
  insert.onConflict((conflict) => conflict.doNothing());

/** Whether an insert made with `ifAbsent` wrote its row. */
export const wasInserted = (result: InsertResult): boolean => (result.numInsertedOrUpdatedRows ?? 0n) > 0n;

/** Whether an update found its row. */
export const wasUpdated = (result: UpdateResult): boolean => result.numUpdatedRows > 0n;

/** One page of an ordered query. */
export const page = <Query extends { limit(limit: number): Query; offset(offset: number): Query }>(
  query: Query,
  { pageIndex, pageSize }: { pageIndex: number; pageSize: number },
): Query => query.limit(pageSize).offset(pageIndex * pageSize);
