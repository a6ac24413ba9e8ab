/** Stock is reserved for an order as a whole or not at all, sold when the order is paid, given back when it is cancelled. */
import type { StockLine } from '../../../shared/contracts/values.ts';

/** A line that could not be had. */
export interface Shortage {
  itemId: string;
  wanted: number;
  available: number;
}

/** What the shop did for one order. `released` without lines is the tombstone of an order that was cancelled before it asked. */
export type Reservation =
  | { status: 'reserved' | 'sold' | 'released'; lines: readonly StockLine[] }
  | { status: 'rejected'; missing: readonly Shortage[] };

/** Units in stock by item id; an item that is not there has none. */
export type Stock = ReadonlyMap<string, number>;

/** A decision: the reservation from now on, and by how much the stock of each item changes. */
export interface Decision {
  reservation: Reservation;
  changes: readonly { itemId: string; by: number }[];
}

/** One line per item, in the order of the item ids: everyone takes stock in the same order, so no two wait for each other. */
const merged = (lines: readonly StockLine[]): StockLine[] => {
  const byItem = new Map<string, number>();
  for (const { itemId, quantity } of lines) byItem.set(itemId, (byItem.get(itemId) ?? 0) + quantity);
  return [...byItem].map(([itemId, quantity]) => ({ itemId, quantity })).sort((a, b) => (a.itemId < b.itemId ? -1 : 1));
};

const unchanged = (reservation: Reservation): Decision => ({ reservation, changes: [] });

/** Reserves every line or none. What was decided for an order stays: asking again changes nothing. */
export const reserve = (earlier: Reservation | undefined, stock: Stock, requested: readonly StockLine[]): Decision => {
  if (earlier) return unchanged(earlier);
  const lines = merged(requested);
  const missing = lines
    .map(({ itemId, quantity }) => ({ itemId, wanted: quantity, available: stock.get(itemId) ?? 0 }))
    .filter(({ wanted, available }) => available < wanted);
  if (missing.length > 0) return unchanged({ status: 'rejected', missing });
  return {
    reservation: { status: 'reserved', lines },
    changes: lines.map(({ itemId, quantity }) => ({ itemId, by: -quantity })),
  };
};

/** The order is paid: what was reserved is sold. Undefined when there is nothing reserved to sell. */
export const sell = (earlier: Reservation | undefined): Decision | undefined =>
  earlier?.status === 'reserved' ? unchanged({ status: 'sold', lines: earlier.lines }) : undefined;

/** The order is cancelled: what it took goes back, once, and a request that arrives later finds the order closed. */
export const release = (earlier: Reservation | undefined): Decision => {
  switch (earlier?.status) {
    case 'reserved':
    case 'sold':
      return {
        reservation: { status: 'released', lines: earlier.lines },
        changes: earlier.lines.map(({ itemId, quantity }) => ({ itemId, by: quantity })),
      };
    case 'released':
      return unchanged(earlier);
    case 'rejected':
    case undefined:
      return unchanged({ status: 'released', lines: [] });
  }
};
