/** Counters of buyers, by which those who change the same buyer's rows take turns. */
import type { Kysely } from 'kysely';
import { ifAbsent, wasInserted, wasUpdated } from '../../../shared/sql/dialect.ts';
import { Overtaken } from '../../../shared/sql/transaction.ts';
import type { OrderingTables } from './schema.ts';

/** Raises a counter of a buyer; call it in `transact`. Nobody else can raise it before the transaction has ended. */
export const raise = async (
  transaction: Kysely<OrderingTables>,
  counter: 'change_counters' | 'address_books',
  buyerId: string,
): Promise<void> => {
  const raised = await transaction
    .updateTable(counter)
    .set(({ eb }) => ({ changes: eb('changes', '+', 1) }))
    .where('buyer_id', '=', buyerId)
    .executeTakeFirstOrThrow();
  if (wasUpdated(raised)) return;
  const first = transaction.insertInto(counter).values({ buyer_id: buyerId, changes: 1 });
  if (!wasInserted(await ifAbsent(first, ['buyer_id']).executeTakeFirstOrThrow())) throw new Overtaken();
};
