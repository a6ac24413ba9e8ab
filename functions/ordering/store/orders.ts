/** Orders in SQL. Only the saga changes the status of an order; everyone else reads. */
import type { Kysely, Selectable } from 'kysely';
import { type Address, type OrderLine, OrderStatus } from '../../../shared/contracts/values.ts';
import { ifAbsent, page, wasInserted, wasUpdated } from '../../../shared/sql/dialect.ts';
import { transact } from '../../../shared/sql/transaction.ts';
import { mayBecome, type Order, type OrderSummary, type StatusChange } from '../domain/order.ts';
import type { OrderingTables } from './schema.ts';

export interface Page {
  pageIndex: number;
  pageSize: number;
}

type HistoryRow = Selectable<OrderingTables['order_history']>;
type ReasonColumns = Pick<HistoryRow, 'reason_code' | 'reason_text'>;

const reasonOf = ({ reason_code, reason_text }: ReasonColumns) =>
  reason_code === null ? {} : { reason: { code: reason_code, text: reason_text ?? '' } };

const lineOf = (row: Selectable<OrderingTables['order_lines']>): OrderLine => ({
  itemId: row.item_id,
  name: row.name,
  unitPriceMinor: Number(row.unit_price_minor),
  quantity: row.quantity,
  ...(row.picture_url !== null && { pictureUrl: row.picture_url }),
});

const historyRow = (orderId: string, { status, at, reason }: StatusChange): HistoryRow => ({
  order_id: orderId,
  status,
  at,
  reason_code: reason?.code ?? null,
  reason_text: reason?.text ?? null,
});

const insertOrder = (database: Kysely<OrderingTables>, { buyer, lines: _lines, ...order }: Order) =>
  ifAbsent(
    database.insertInto('orders').values({
      id: order.id,
      buyer_id: buyer.id,
      buyer_name: buyer.name ?? null,
      status: order.status,
      currency: order.currency,
      total_minor: order.totalMinor,
      address: JSON.stringify(order.address),
      submitted_at: order.submittedAt,
    }),
    ['id'],
  ).executeTakeFirstOrThrow();

const lineRows = ({ id, lines }: Order) =>
  lines.map(({ itemId, name, pictureUrl, unitPriceMinor, quantity }, position) => ({
    order_id: id,
    position,
    item_id: itemId,
    name,
    picture_url: pictureUrl ?? null,
    unit_price_minor: unitPriceMinor,
    quantity,
  }));

export const openOrders = (database: Kysely<OrderingTables>) => ({
  /** Writes a new order with its lines, unless it is there; returns its status either way. */
  add: (order: Order): Promise<OrderStatus> =>
    transact(database, async (transaction) => {
      if (!wasInserted(await insertOrder(transaction, order))) {
        const { status } = await transaction
          .selectFrom('orders')
          .select('status')
          .where('id', '=', order.id)
          .executeTakeFirstOrThrow();
        return status;
      }
      await transaction.insertInto('order_lines').values(lineRows(order)).execute();
      await transaction
        .insertInto('order_history')
        .values(historyRow(order.id, { status: order.status, at: order.submittedAt }))
        .execute();
      return order.status;
    }),

  /** Passes an order to its next state. A repeat changes nothing; a step that the order cannot take throws. */
  advance: (orderId: string, change: StatusChange): Promise<void> =>
    transact(database, async (transaction) => {
      const from = OrderStatus.options.filter((status) => mayBecome(status, change.status));
      const moved = await transaction
        .updateTable('orders')
        .set({ status: change.status })
        .where('id', '=', orderId)
        .where('status', 'in', from)
        .executeTakeFirstOrThrow();
      if (wasUpdated(moved)) {
        await transaction.insertInto('order_history').values(historyRow(orderId, change)).execute();
        return;
      }
      const order = await transaction
        .selectFrom('orders')
        .select('status')
        .where('id', '=', orderId)
        .executeTakeFirst();
      if (order?.status !== change.status)
        throw new Error(`Order ${orderId} is ${order?.status ?? 'unknown'} and cannot become ${change.status}.`);
    }),

  status: async (orderId: string): Promise<OrderStatus | undefined> => {
    const order = await database.selectFrom('orders').select('status').where('id', '=', orderId).executeTakeFirst();
    return order?.status;
  },

  /** An order of one buyer with its history; another buyer's order does not exist for them. */
  get: async (orderId: string, buyerId: string): Promise<(Order & { history: StatusChange[] }) | undefined> => {
    const row = await database
      .selectFrom('orders')
      .selectAll()
      .where('id', '=', orderId)
      .where('buyer_id', '=', buyerId)
      .executeTakeFirst();
    if (!row) return undefined;
    const lines = await database
      .selectFrom('order_lines')
      .selectAll()
      .where('order_id', '=', orderId)
      .orderBy('position')
      .execute();
    const changes = await database.selectFrom('order_history').selectAll().where('order_id', '=', orderId).execute();
    const history = changes
      .sort((a, b) => OrderStatus.options.indexOf(a.status) - OrderStatus.options.indexOf(b.status))
      .map((change) => ({ status: change.status, at: change.at, ...reasonOf(change) }));
    const reason = history.at(-1)?.reason;
    return {
      id: row.id,
      buyer: { id: row.buyer_id, ...(row.buyer_name !== null && { name: row.buyer_name }) },
      status: row.status,
      currency: row.currency,
      totalMinor: Number(row.total_minor),
      address: JSON.parse(row.address) as Address,
      submittedAt: row.submitted_at,
      lines: lines.map(lineOf),
      history,
      ...(reason && { reason }),
    };
  },

  /** The orders of one buyer, newest first. */
  list: async (buyerId: string, wanted: Page): Promise<{ orders: OrderSummary[]; total: number }> => {
    const newestFirst = database
      .selectFrom('orders')
      .leftJoin('order_history', (join) =>
        join.onRef('order_history.order_id', '=', 'orders.id').on('order_history.status', '=', 'Cancelled'),
      )
      .select([
        'orders.id',
        'orders.status',
        'orders.currency',
        'orders.total_minor',
        'orders.submitted_at',
        'reason_code',
        'reason_text',
      ])
      .where('buyer_id', '=', buyerId)
      .orderBy('submitted_at', 'desc')
      .orderBy('orders.id', 'desc');
    const count = database
      .selectFrom('orders')
      .where('buyer_id', '=', buyerId)
      .select(({ fn }) => fn.countAll().as('total'));
    const [rows, { total }] = await Promise.all([page(newestFirst, wanted).execute(), count.executeTakeFirstOrThrow()]);
    const orders = rows.map((row) => ({
      id: row.id,
      status: row.status,
      currency: row.currency,
      totalMinor: Number(row.total_minor),
      submittedAt: row.submitted_at,
      ...reasonOf(row),
    }));
    return { orders, total: Number(total) };
  },
});

export type Orders = ReturnType<typeof openOrders>;
