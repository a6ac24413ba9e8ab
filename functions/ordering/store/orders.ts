/** Orders in SQL. Only the saga changes the status of an order; everyone else reads. */
import type { ExpressionBuilder, Kysely } from 'kysely';
import { OrderStatus } from '../../../shared/contracts/values.ts';
import { ifAbsent, page, wasInserted, wasUpdated } from '../../../shared/sql/dialect.ts';
import { transact } from '../../../shared/sql/transaction.ts';
import { isFinal, type Learned, mayBecome, type Order, type OrderSummary, type StatusChange } from '../domain/order.ts';
import { historyOf, historyRow, lineRows, orderFrom, orderRow, type SummaryRow, summaryFrom } from './rows.ts';
import type { OrderingTables } from './schema.ts';

export interface Page {
  pageIndex: number;
  pageSize: number;
}

/** Which orders to list; what is not said does not matter. */
export interface OrderFilter {
  buyerId?: string | undefined;
  status?: OrderStatus | undefined;
  number?: string | undefined;
}

type Recorded = Order & { history: StatusChange[] };

const openStatuses = OrderStatus.options.filter((status) => !isFinal(status));

const matching =
  ({ buyerId, status, number }: OrderFilter) =>
  (where: ExpressionBuilder<OrderingTables, 'orders'>) =>
    where.and([
      ...(buyerId === undefined ? [] : [where('orders.buyer_id', '=', buyerId)]),
      ...(status === undefined ? [] : [where('orders.status', '=', status)]),
      ...(number === undefined ? [] : [where('orders.number', '=', number)]),
    ]);

const summaries = (database: Kysely<OrderingTables>) =>
  database
    .selectFrom('orders')
    .leftJoin('order_history', (join) =>
      join.onRef('order_history.order_id', '=', 'orders.id').on('order_history.status', '=', 'Cancelled'),
    )
    .select([
      'orders.id',
      'orders.buyer_id',
      'orders.buyer_name',
      'orders.status',
      'orders.currency',
      'orders.total_minor',
      'orders.submitted_at',
      'order_history.reason_code',
      'order_history.reason_text',
    ])
    .select((order) =>
      order
        .selectFrom('order_lines')
        .whereRef('order_lines.order_id', '=', 'orders.id')
        .select(({ fn }) => fn.countAll().as('lines'))
        .as('line_count'),
    );

export const openOrders = (database: Kysely<OrderingTables>) => {
  const status = async (orderId: string, from: Kysely<OrderingTables> = database): Promise<OrderStatus | undefined> => {
    const order = await from.selectFrom('orders').select('status').where('id', '=', orderId).executeTakeFirst();
    return order?.status;
  };

  /** Writes a new order with its lines, unless it is there; returns its status either way. */
  const add = (order: Order): Promise<OrderStatus> =>
    transact(database, async (transaction) => {
      const insert = ifAbsent(transaction.insertInto('orders').values(orderRow(order)), ['id']);
      if (!wasInserted(await insert.executeTakeFirstOrThrow()))
        return (await status(order.id, transaction)) ?? order.status;
      await transaction.insertInto('order_lines').values(lineRows(order)).execute();
      const submitted = historyRow(order.id, { status: order.status, at: order.submittedAt });
      await transaction.insertInto('order_history').values(submitted).execute();
      return order.status;
    });

  /** Passes an order to its next state with what it learned. A repeat changes nothing; a step that the order cannot take throws. */
  const advance = (orderId: string, change: StatusChange, { discountMinor, card }: Learned = {}): Promise<void> =>
    transact(database, async (transaction) => {
      const from = OrderStatus.options.filter((before) => mayBecome(before, change.status));
      const moved = await transaction
        .updateTable('orders')
        .set({ status: change.status, ...(card && { card_brand: card.brand, card_last4: card.last4 }) })
        .$if(discountMinor !== undefined, (update) =>
          update.set(({ eb }) => ({
            discount_minor: discountMinor ?? 0,
            total_minor: eb('total_minor', '-', discountMinor ?? 0),
          })),
        )
        .where('id', '=', orderId)
        .where('status', 'in', from)
        .executeTakeFirstOrThrow();
      if (wasUpdated(moved)) {
        await transaction.insertInto('order_history').values(historyRow(orderId, change)).execute();
        return;
      }
      const current = await status(orderId, transaction);
      if (current !== change.status)
        throw new Error(`Order ${orderId} is ${current ?? 'unknown'} and cannot become ${change.status}.`);
    });

  /** An order with its history; of one buyer if one is given, to whom the orders of others do not exist. */
  const get = async (
    orderId: string,
    { buyerId }: Pick<OrderFilter, 'buyerId'> = {},
  ): Promise<Recorded | undefined> => {
    const row = await database
      .selectFrom('orders')
      .selectAll()
      .where('id', '=', orderId)
      .where(matching({ buyerId }))
      .executeTakeFirst();
    if (!row) return undefined;
    const lines = await database
      .selectFrom('order_lines')
      .selectAll()
      .where('order_id', '=', orderId)
      .orderBy('position')
      .execute();
    const changes = await database.selectFrom('order_history').selectAll().where('order_id', '=', orderId).execute();
    const history = historyOf(changes);
    return { ...orderFrom(row, lines, history), history };
  };

  /** Orders, newest first. */
  const list = async (filter: OrderFilter, wanted: Page): Promise<{ orders: OrderSummary[]; total: number }> => {
    const newestFirst = summaries(database)
      .where(matching(filter))
      .orderBy('orders.submitted_at', 'desc')
      .orderBy('orders.id', 'desc');
    const count = database
      .selectFrom('orders')
      .where(matching(filter))
      .select(({ fn }) => fn.countAll().as('total'));
    const [rows, { total }] = await Promise.all([page(newestFirst, wanted).execute(), count.executeTakeFirstOrThrow()]);
    return { orders: rows.map((row) => summaryFrom(row as SummaryRow)), total: Number(total) };
  };

  /** Orders in one of the states since before a moment, oldest first. */
  const waitingSince = async (statuses: readonly OrderStatus[], before: string): Promise<OrderSummary[]> => {
    const oldest = summaries(database)
      .where('orders.status', 'in', statuses)
      .where('orders.submitted_at', '<', before)
      .orderBy('orders.submitted_at')
      .orderBy('orders.id');
    const rows = await page(oldest, { pageIndex: 0, pageSize: 100 }).execute();
    return rows.map((row) => summaryFrom(row as SummaryRow));
  };

  /** Whether something still happens to an order of the buyer. */
  const hasOpenOrders = async (buyerId: string): Promise<boolean> => {
    const open = database.selectFrom('orders').where('buyer_id', '=', buyerId).where('status', 'in', openStatuses);
    const { total } = await open.select(({ fn }) => fn.countAll().as('total')).executeTakeFirstOrThrow();
    return Number(total) > 0;
  };

  /** Takes name, address and identity out of a buyer's orders; what was sold for how much stays. */
  const anonymise = async (buyerId: string, pseudonym: string): Promise<void> => {
    const erased = { buyer_id: pseudonym, buyer_name: null, card_brand: null, card_last4: null };
    const address = JSON.stringify({ name: '–', street: '–', city: '–', postalCode: '–', country: '–' });
    await database
      .updateTable('orders')
      .set({ ...erased, address })
      .where('buyer_id', '=', buyerId)
      .execute();
  };

  return {
    add,
    advance,
    status: (orderId: string) => status(orderId),
    get,
    list,
    waitingSince,
    hasOpenOrders,
    anonymise,
  };
};

export type Orders = ReturnType<typeof openOrders>;
