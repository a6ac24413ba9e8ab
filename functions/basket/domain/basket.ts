/** A buyer's basket and what can be done with it. Names and prices come from the item facts, never from the shopper. */
import type { StockLine } from '../../../shared/contracts/values.ts';
import { type Fault, type FaultCode, isRefusal, type Refusal, refusalOf, refused } from './fault.ts';
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
  /** The commands that added to it, latest last: one that comes again adds nothing. */
  commands?: readonly string[];
}

export const emptyBasket: Basket = { lines: [], orders: [] };

export const maxLines = 100;
export const maxUnits = 100;
/** An OrderStarted or a command that comes again after so many later ones of the same buyer would be taken for a new one. */
const remembered = 20;

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

const hasDone = ({ commands = [] }: Basket, command: string): boolean => commands.includes(command);

const withCommand = (basket: Basket, command: string): Basket => ({
  ...basket,
  commands: [...(basket.commands ?? []), command].slice(-remembered),
});

/** Adds units of one item to those that are there, once for a command, at the price it has now. */
export const addLine = (
  basket: Basket,
  { itemId, quantity }: StockLine,
  { command, item }: { command: string; item: Item | undefined },
): Basket | Refusal => {
  if (hasDone(basket, command)) return basket;
  const units = (basket.lines.find((line) => line.itemId === itemId)?.quantity ?? 0) + quantity;
  if (units > maxUnits && forSale(item)) return refused('too-many-units');
  const added = setLine(basket, { itemId, quantity: units }, item);
  return isRefusal(added) ? added : withCommand(added, command);
};

/**
 * Adds the lines of another basket of the same shopper, once for a command: units of one item are added up, but stay within what a
 * line can hold. Items that are no longer sold come along, to be shown as such; those that nobody has heard of are refused.
 */
export const mergeLines = (
  basket: Basket,
  others: readonly StockLine[],
  { command, items }: { command: string; items: Items },
): Basket | Refusal => {
  if (hasDone(basket, command)) return basket;
  const lines = new Map(basket.lines.map((line) => [line.itemId, line]));
  const faults: Fault[] = [];
  for (const [line, { itemId, quantity }] of others.entries()) {
    const item = items.get(itemId);
    const { priceMinorSeen = item?.facts?.priceMinor ?? 0, quantity: before = 0 } = lines.get(itemId) ?? {};
    if (item) lines.set(itemId, { itemId, quantity: Math.min(before + quantity, maxUnits), priceMinorSeen });
    else faults.push({ code: 'unknown-item', line });
  }
  if (lines.size > maxLines) faults.push({ code: 'basket-full' });
  return refusalOf(faults) ?? withCommand({ ...basket, lines: [...lines.values()] }, command);
};

/** The shopper has seen the prices of now: nothing shows as changed any more. */
export const acceptPrices = (basket: Basket, items: Items): Basket => {
  const lines = basket.lines.map((line) => {
    const { priceMinor = line.priceMinorSeen } = forSale(items.get(line.itemId)) ?? {};
    return priceMinor === line.priceMinorSeen ? line : { ...line, priceMinorSeen: priceMinor };
  });
  return lines.every((line, index) => line === basket.lines[index]) ? basket : { ...basket, lines };
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
    ...basket,
    lines: basket.lines
      .map((line) => ({ ...line, quantity: line.quantity - (units.get(line.itemId) ?? 0) }))
      .filter(({ quantity }) => quantity > 0),
    orders: [...basket.orders, orderId].slice(-remembered),
  };
};
