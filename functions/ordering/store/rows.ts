/** How orders are written as rows, and read back. */
import type { Insertable, Selectable } from 'kysely';
import type { Reason } from '../../../shared/contracts/events.ts';
import { type Address, type OrderLine, OrderStatus } from '../../../shared/contracts/values.ts';
import {
  type Order,
  type OrderChange,
  type OrderSummary,
  orderNumber,
  type StatusChange,
  totalsOf,
} from '../domain/order.ts';
import type { OrderingTables } from './schema.ts';

type OrderRow = Selectable<OrderingTables['orders']>;
type LineRow = Selectable<OrderingTables['order_lines']>;
type HistoryRow = Selectable<OrderingTables['order_history']>;

export const orderRow = (order: Order): Insertable<OrderingTables['orders']> => ({
  id: order.id,
  number: orderNumber(order.id),
  buyer_id: order.buyer.id,
  buyer_name: order.buyer.name ?? null,
  status: order.status,
  currency: order.currency,
  total_minor: totalsOf(order.lines, order.discountMinor).totalMinor,
  discount_minor: order.discountMinor ?? null,
  coupon_code: order.couponCode ?? null,
  card_brand: order.card?.brand ?? null,
  card_last4: order.card?.last4 ?? null,
  address: JSON.stringify(order.address),
  submitted_at: order.submittedAt,
});

export const lineRows = ({ id, lines }: Order): Insertable<OrderingTables['order_lines']>[] =>
  lines.map(({ itemId, name, pictureUrl, unitPriceMinor, quantity }, position) => ({
    order_id: id,
    position,
    item_id: itemId,
    name,
    picture_url: pictureUrl ?? null,
    unit_price_minor: unitPriceMinor,
    quantity,
  }));

export const historyRow = (orderId: string, { status, at, reason }: StatusChange): Omit<HistoryRow, 'position'> => ({
  order_id: orderId,
  status,
  at,
  reason_code: reason?.code ?? null,
  reason_text: reason?.text ?? null,
});

const lineOf = (row: LineRow): OrderLine => ({
  itemId: row.item_id,
  name: row.name,
  unitPriceMinor: Number(row.unit_price_minor),
  quantity: row.quantity,
  ...(row.picture_url !== null && { pictureUrl: row.picture_url }),
});

const reasonOf = ({
  reason_code,
  reason_text,
}: Pick<HistoryRow, 'reason_code' | 'reason_text'>): { reason?: Reason } =>
  reason_code === null ? {} : { reason: { code: reason_code, text: reason_text ?? '' } };

const buyerOf = ({ buyer_id, buyer_name }: Pick<OrderRow, 'buyer_id' | 'buyer_name'>): Order['buyer'] => ({
  id: buyer_id,
  ...(buyer_name !== null && { name: buyer_name }),
});

/** A change among those of all orders of a buyer. */
export const changeOf = (row: HistoryRow): OrderChange => ({
  position: row.position ?? 0,
  orderId: row.order_id,
  status: row.status,
  at: row.at,
  ...reasonOf(row),
});

/** The history in the order in which the states follow each other. */
export const historyOf = (rows: readonly HistoryRow[]): StatusChange[] =>
  OrderStatus.options.flatMap((status) =>
    rows.filter((row) => row.status === status).map((row) => ({ status, at: row.at, ...reasonOf(row) })),
  );

export const orderFrom = (row: OrderRow, lines: readonly LineRow[], history: readonly StatusChange[]): Order => {
  const reason = history.at(-1)?.reason;
  return {
    id: row.id,
    buyer: buyerOf(row),
    status: row.status,
    currency: row.currency,
    lines: lines.map(lineOf),
    address: JSON.parse(row.address) as Address,
    submittedAt: row.submitted_at,
    ...(reason && { reason }),
    ...(row.coupon_code !== null && { couponCode: row.coupon_code }),
    ...(row.discount_minor !== null && { discountMinor: Number(row.discount_minor) }),
    ...(row.card_brand !== null &&
      row.card_last4 !== null && { card: { brand: row.card_brand, last4: row.card_last4 } }),
  };
};

export type SummaryRow = Pick<
  OrderRow,
  'id' | 'buyer_id' | 'buyer_name' | 'status' | 'currency' | 'total_minor' | 'submitted_at'
> &
  Pick<HistoryRow, 'reason_code' | 'reason_text'> & { line_count: number | string | bigint };

export const summaryFrom = (row: SummaryRow): OrderSummary => ({
  id: row.id,
  number: orderNumber(row.id),
  buyer: buyerOf(row),
  status: row.status,
  currency: row.currency,
  totalMinor: Number(row.total_minor),
  lineCount: Number(row.line_count),
  submittedAt: row.submitted_at,
  ...reasonOf(row),
});
