/** Applies stock decisions: what changes in stock and what is remembered of the order change together or not at all. */
import type { Kysely } from 'kysely';
import type { StockLine } from '../../../shared/contracts/values.ts';
import { ifAbsent, wasInserted, wasUpdated } from '../../../shared/sql/dialect.ts';
import { Overtaken, transact } from '../../../shared/sql/transaction.ts';
import { type Decision, type Reservation, release, reserve, type Stock, sell } from '../domain/stock.ts';
import type { CatalogTables } from './schema.ts';

const toRow = (orderId: string, reservation: Reservation) => {
  const details = JSON.stringify(reservation.status === 'rejected' ? reservation.missing : reservation.lines);
  return { order_id: orderId, status: reservation.status, details };
};

const read = async (database: Kysely<CatalogTables>, orderId: string): Promise<Reservation | undefined> => {
  const row = await database.selectFrom('reservations').selectAll().where('order_id', '=', orderId).executeTakeFirst();
  if (!row) return undefined;
  const details = JSON.parse(row.details) as never;
  return row.status === 'rejected' ? { status: row.status, missing: details } : { status: row.status, lines: details };
};

const stockOf = async (database: Kysely<CatalogTables>, lines: readonly StockLine[]): Promise<Stock> => {
  const ids = lines.map(({ itemId }) => itemId);
  const rows = await database.selectFrom('items').select(['id', 'available_stock']).where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row.available_stock]));
};

const apply = async (transaction: Kysely<CatalogTables>, { changes }: Decision): Promise<void> => {
  for (const { itemId, by } of changes) {
    const change = transaction
      .updateTable('items')
      .set(({ eb }) => ({ available_stock: eb('available_stock', '+', by) }))
      .where('id', '=', itemId);
    // Taking needs enough to be there at this very moment; giving back to a deleted item has no effect.
    const changed = await (by < 0 ? change.where('available_stock', '>=', -by) : change).executeTakeFirstOrThrow();
    if (by < 0 && !wasUpdated(changed)) throw new Overtaken();
  }
};

const remember = async (
  transaction: Kysely<CatalogTables>,
  orderId: string,
  before: Reservation | undefined,
  after: Reservation,
) => {
  const row = toRow(orderId, after);
  if (!before) {
    const insert = ifAbsent(transaction.insertInto('reservations').values(row), ['order_id']);
    if (!wasInserted(await insert.executeTakeFirstOrThrow())) throw new Overtaken();
    return;
  }
  const update = transaction
    .updateTable('reservations')
    .set(row)
    .where('order_id', '=', orderId)
    .where('status', '=', before.status);
  if (!wasUpdated(await update.executeTakeFirstOrThrow())) throw new Overtaken();
};

export const openStock = (database: Kysely<CatalogTables>) => {
  /** When someone else takes stock or decides on the same order in between, it decides again. */
  const decide = (
    orderId: string,
    decision: (before: Reservation | undefined, transaction: Kysely<CatalogTables>) => Promise<Decision | undefined>,
  ): Promise<Reservation | undefined> =>
    transact(database, async (transaction) => {
      const before = await read(transaction, orderId);
      const decided = await decision(before, transaction);
      if (!decided || decided.reservation === before) return before;
      await apply(transaction, decided);
      await remember(transaction, orderId, before, decided.reservation);
      return decided.reservation;
    });

  return {
    /** Reserves the lines for an order, or says what is missing; the first decision stays. */
    reserve: (orderId: string, lines: readonly StockLine[]) =>
      decide(orderId, async (before, transaction) =>
        reserve(before, before ? new Map() : await stockOf(transaction, lines), lines),
      ),
    /** Turns the reservation of a paid order into a sale. Returns what is remembered of the order. */
    sell: (orderId: string) => decide(orderId, async (before) => sell(before)),
    /** Gives back what a cancelled order took and closes the order to late requests. */
    release: (orderId: string) => decide(orderId, async (before) => release(before)),
  };
};

export type StockKeeping = ReturnType<typeof openStock>;
