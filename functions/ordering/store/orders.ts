/** Orders in SQL. Only the saga changes the status of an order; everyone else reads. */
import type { ExpressionBuilder, Kysely } from 'kysely';
import { OrderStatus } from '../../../shared/contracts/values.ts';
import { ifAbsent, type Page, page, wasInserted, wasUpdated } from '../../../shared/sql/dialect.ts';
import { Overtaken, transact } from '../../../shared/sql/transaction.ts';
import {
  isFinal,
  isMoving,
  type Learned,
  mayBecome,
  type Order,
  type OrderChange,
  type OrderSummary,
  type StatusChange,
} from '../domain/order.ts';
import { raise } from './counters.ts';
import {
  changeOf,
  historyOf,
  historyRow,
  lineRows,
  orderFrom,
  orderRow,
  type SummaryRow,
  summaryFrom,
} from './rows.ts';
import type { OrderingTables } from './schema.ts';

/** Which orders to list; what is not said does not matter. */
export interface OrderFilter {
  buyerId?: string | undefined;
  status?: OrderStatus | undefined;
  number?: string | undefined;
}

type Recorded = Order & { history: StatusChange[] };

const openStatuses = OrderStatus.options.filter((status) => !isFinal(status));
const movingStatuses = OrderStatus.options.filter(isMoving);

/** More than a client that was away for a while has missed; the rest comes with the next look. */
const maxChanges = 100;

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

/**
 * Counts a change of a buyer's orders; the count is its position among them. Nobody else can count before the transaction has ended: so
 * positions grow in the order of the commits, and who has read up to one never meets a smaller one later.
 */
const countChange = (transaction: Kysely<OrderingTables>, buyerId: string): Promise<void> =>
  raise(transaction, 'change_counters', buyerId);

/** How many changes were counted: as an expression in a statement that writes, the position of the last. */
const countOf = (database: Kysely<OrderingTables>, buyerId: string) =>
  database.selectFrom('change_counters').select('changes').where('buyer_id', '=', buyerId);

/** The history of an order gets a change, at the position that was counted last. */
const writeHistory = async (
  transaction: Kysely<OrderingTables>,
  { id, buyerId }: { id: string; buyerId: string },
  change: StatusChange,
): Promise<void> => {
  const row = { ...historyRow(id, change), position: countOf(transaction, buyerId) };
  await transaction.insertInto('order_history').values(row).execute();
};

export const openOrders = (database: Kysely<OrderingTables>) => {
  const find = (orderId: string, from: Kysely<OrderingTables> = database) =>
    from.selectFrom('orders').select(['buyer_id', 'status']).where('id', '=', orderId).executeTakeFirst();

  const status = async (orderId: string): Promise<OrderStatus | undefined> => (await find(orderId))?.status;

  /** Writes a new order with its lines, unless it is there; returns its status either way. */
  const add = (order: Order): Promise<OrderStatus> =>
    transact(database, async (transaction) => {
      const known = await find(order.id, transaction);
      if (known) return known.status;
      const buyerId = order.buyer.id;
      await countChange(transaction, buyerId);
      const row = { ...orderRow(order), last_position: countOf(transaction, buyerId) };
      const insert = transaction.insertInto('orders').values(row);
      if (!wasInserted(await ifAbsent(insert, ['id']).executeTakeFirstOrThrow())) throw new Overtaken();
      await transaction.insertInto('order_lines').values(lineRows(order)).execute();
      await writeHistory(transaction, { id: order.id, buyerId }, { status: order.status, at: order.submittedAt });
      return order.status;
    });

  /** Passes an order to its next state with what it learned. A repeat changes nothing; a step that the order cannot take throws. */
  const advance = (orderId: string, change: StatusChange, { discountMinor, card }: Learned = {}): Promise<void> =>
    transact(database, async (transaction) => {
      const before = await find(orderId, transaction);
      if (before?.status === change.status) return;
      if (!before || !mayBecome(before.status, change.status))
        throw new Error(`Order ${orderId} is ${before?.status ?? 'unknown'} and cannot become ${change.status}.`);
      const buyerId = before.buyer_id;
      await countChange(transaction, buyerId);
      const moved = await transaction
        .updateTable('orders')
        .set({
          status: change.status,
          last_position: countOf(transaction, buyerId),
          ...(card && { card_brand: card.brand, card_last4: card.last4 }),
        })
        .$if(discountMinor !== undefined, (update) =>
          update.set(({ eb }) => ({
            discount_minor: discountMinor ?? 0,
            total_minor: eb('total_minor', '-', discountMinor ?? 0),
          })),
        )
        .where('id', '=', orderId)
        .where('status', '=', before.status)
        .executeTakeFirstOrThrow();
      if (!wasUpdated(moved)) throw new Overtaken();
      await writeHistory(transaction, { id: orderId, buyerId }, change);
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

  const hasOrders = async (buyerId: string, statuses: readonly OrderStatus[]): Promise<boolean> => {
    const found = database.selectFrom('orders').where('buyer_id', '=', buyerId).where('status', 'in', statuses);
    const { total } = await found.select(({ fn }) => fn.countAll().as('total')).executeTakeFirstOrThrow();
    return Number(total) > 0;
  };

  /** The position of the last change of a buyer's orders; 0 before the first. */
  const lastPosition = async (buyerId: string): Promise<number> =>
    (await countOf(database, buyerId).executeTakeFirst())?.changes ?? 0;

  /** The changes of a buyer's orders after a position, in their order; at most 100. */
  const changesAfter = async (buyerId: string, position: number): Promise<OrderChange[]> => {
    const next = database
      .selectFrom('orders')
      .innerJoin('order_history', 'order_history.order_id', 'orders.id')
      .selectAll('order_history')
      .where('orders.buyer_id', '=', buyerId)
      .where('orders.last_position', '>', position)
      .where('order_history.position', '>', position)
      .orderBy('order_history.position');
    const rows = await page(next, { pageIndex: 0, pageSize: maxChanges }).execute();
    return rows.map(changeOf);
  };

  /** Takes name, address and identity out of a buyer's orders; what was sold for how much stays. */
  const anonymise = async (buyerId: string, pseudonym: string): Promise<void> => {
    const erased = { buyer_id: pseudonym, buyer_name: null, card_brand: null, card_last4: null };
    const address = JSON.stringify({ name: '–', street: '–', city: '–', postalCode: '–', country: '–' });
    await transact(database, async (transaction) => {
      await transaction.deleteFrom('change_counters').where('buyer_id', '=', buyerId).execute();
      await transaction
        .updateTable('orders')
        .set({ ...erased, address })
        .where('buyer_id', '=', buyerId)
        .execute();
    });
  };

  return {
    add,
    advance,
    status,
    get,
    list,
    waitingSince,
    /** Whether something still happens to an order of the buyer. */
    hasOpenOrders: (buyerId: string) => hasOrders(buyerId, openStatuses),
    /** Whether an order of the buyer is on its way to being paid. */
    hasMovingOrders: (buyerId: string) => hasOrders(buyerId, movingStatuses),
    lastPosition,
    changesAfter,
    anonymise,
  };
};

export type Orders = ReturnType<typeof openOrders>;
