/** A basket joined with the item facts: what the shopper sees and what an order is made of. */
import type { Basket, BasketLine } from './basket.ts';
import { forSale, type ItemFacts, type Items } from './item.ts';

interface ShownLine {
  itemId: string;
  quantity: number;
  /** Null when the item was deleted before its name was ever told. */
  name: string | null;
  pictureUrl: string | null;
}

export interface AvailableLine extends ShownLine {
  available: true;
  name: string;
  unitPriceMinor: number;
  /** The price that the shopper saw before, when it is another one now. */
  previousUnitPriceMinor: number | null;
  totalMinor: number;
}

/** The item is no longer sold, or not in the currency of the basket. */
interface UnavailableLine extends ShownLine {
  available: false;
}

type PricedLine = AvailableLine | UnavailableLine;

export interface PricedBasket {
  lines: readonly PricedLine[];
  /** Of the available lines. */
  subtotalMinor: number;
  /** The one of the first available line; null when there is none. */
  currency: string | null;
}

const shown = ({ itemId, quantity }: BasketLine, facts: ItemFacts | undefined): ShownLine => ({
  itemId,
  quantity,
  name: facts?.name ?? null,
  pictureUrl: facts?.pictureUrl ?? null,
});

const available = (line: BasketLine, facts: ItemFacts): AvailableLine => ({
  ...shown(line, facts),
  available: true,
  name: facts.name,
  unitPriceMinor: facts.priceMinor,
  previousUnitPriceMinor: line.priceMinorSeen === facts.priceMinor ? null : line.priceMinorSeen,
  totalMinor: facts.priceMinor * line.quantity,
});

const isAvailable = (line: PricedLine): line is AvailableLine => line.available;

/** The basket at the prices of now. */
export const priceBasket = (basket: Basket, items: Items): PricedBasket => {
  const factsOf = (line: BasketLine) => forSale(items.get(line.itemId));
  const currency = basket.lines.map(factsOf).find((facts) => facts !== undefined)?.currency ?? null;
  const lines = basket.lines.map((line): PricedLine => {
    const facts = factsOf(line);
    if (facts?.currency === currency && facts) return available(line, facts);
    return { ...shown(line, items.get(line.itemId)?.facts), available: false };
  });
  const subtotalMinor = lines.filter(isAvailable).reduce((sum, { totalMinor }) => sum + totalMinor, 0);
  return { lines, subtotalMinor, currency };
};
