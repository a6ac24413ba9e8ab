/** A buyer's basket and what can be done with it. Names and prices come from the item facts, never from the shopper. */
import type { StockLine } from '../../../shared/contracts/values.ts';
import { type Fault, type FaultCode, type Refusal, refusalOf, refused } from './fault.ts';
import { forSale, type Item, type Items } from './item.ts';

export interface BasketLine {
  itemId: string;
  quantity: number;
  /** Unit price that the shopper saw when they last put the item in or set its quantity. */
  priceMinorSeen: number;
}

export interface Basket {
  /** One per item. */
  lines: readonly BasketLine[];
  /** The orders whose lines were taken out, latest last. */
  orders: readonly string[];
}

export const emptyBasket: Basket = { lines: [], orders: [] };

export const maxLines = 100;
export const maxUnits = 100;
/** An OrderStarted that comes again after so many later orders of the same buyer would be taken for a new one. */
const ordersRemembered = 20;

const notForSale = (item: Item | undefined): FaultCode => (item ? 'item-unavailable' : 'unknown-item');

/** Replaces all lines. Those of one item are merged; an item that stays in the basket keeps the price seen. */
export const replaceLines = (basket: Basket, wanted: readonly StockLine[], items: Items): Basket | Refusal => {
  const seen = new Map(basket.lines.map(({ itemId, priceMinorSeen }) => [itemId, priceMinorSeen]));
  const lines = new Map<string, BasketLine>();
  const faults: Fault[] = [];
  for (const [line, { itemId, quantity }] of wanted.entries()) {
    const facts = forSale(items.get(itemId));
    const units = (lines.get(itemId)?.quantity ?? 0) + quantity;
    if (!facts) faults.push({ code: notForSale(items.get(itemId)), line });
    else if (units > maxUnits) faults.push({ code: 'too-many-units', line });
    else lines.set(itemId, { itemId, quantity: units, priceMinorSeen: seen.get(itemId) ?? facts.priceMinor });
  }
  return refusalOf(faults) ?? { ...basket, lines: [...lines.values()] };
};

/** Sets the quantity of one item, which the basket may or may not hold yet, at the price it has now. */
export const setLine = (basket: Basket, { itemId, quantity }: StockLine, item: Item | undefined): Basket | Refusal => {
  const facts = forSale(item);
  if (!facts) return refused(notForSale(item));
  const line = { itemId, quantity, priceMinorSeen: facts.priceMinor };
  if (basket.lines.some((other) => other.itemId === itemId))
    return { ...basket, lines: basket.lines.map((other) => (other.itemId === itemId ? line : other)) };
  return basket.lines.length < maxLines ? { ...basket, lines: [...basket.lines, line] } : refused('basket-full');
};

const withLines = (basket: Basket, lines: readonly BasketLine[]): Basket =>
  lines.length === basket.lines.length ? basket : { ...basket, lines };

export const removeLine = (basket: Basket, itemId: string): Basket =>
  withLines(
    basket,
    basket.lines.filter((line) => line.itemId !== itemId),
  );

/** Takes everything out, but remembers the orders. */
export const clear = (basket: Basket): Basket => withLines(basket, []);

/** Whether the lines of an order have been taken out already. */
export const hasGivenTo = (basket: Basket, orderId: string): boolean => basket.orders.includes(orderId);

/** An order exists: what was ordered leaves the basket, once, and what the shopper added in the meantime stays. */
export const takeOut = (basket: Basket, orderId: string, ordered: readonly StockLine[]): Basket => {
  if (hasGivenTo(basket, orderId)) return basket;
  const units = new Map<string, number>();
  for (const { itemId, quantity } of ordered) units.set(itemId, (units.get(itemId) ?? 0) + quantity);
  return {
    lines: basket.lines
      .map((line) => ({ ...line, quantity: line.quantity - (units.get(line.itemId) ?? 0) }))
      .filter(({ quantity }) => quantity > 0),
    orders: [...basket.orders, orderId].slice(-ordersRemembered),
  };
};
