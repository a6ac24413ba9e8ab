/** Baskets as pages show them, and how they look at once when somebody changes them, before the shop has answered. */
import type { Basket, BasketLine, Item } from '../api/types.ts';
import type { LocalBasket, LocalLine } from './local-basket.ts';

const available = ({ quantity, priceMinorSeen }: LocalLine, item: Item): BasketLine => ({
  itemId: item.id,
  quantity,
  available: true,
  name: item.name,
  pictureUrl: item.pictureUrl,
  unitPriceMinor: item.priceMinor,
  previousUnitPriceMinor: priceMinorSeen === item.priceMinor ? null : priceMinorSeen,
  totalMinor: item.priceMinor * quantity,
});

const withSubtotal = (lines: BasketLine[], currency: string | null): Basket => ({
  lines,
  currency,
  subtotalMinor: lines.reduce((sum, line) => sum + (line.available ? line.totalMinor : 0), 0),
});

/** A visitor's basket at the prices of now, in the form of the shop's own. */
export const priceLocalBasket = (basket: LocalBasket, items: readonly Item[]): Basket => {
  const known = new Map(items.map((item) => [item.id, item]));
  const lines = basket.map((line): BasketLine => {
    const item = known.get(line.itemId);
    if (item) return available(line, item);
    return { itemId: line.itemId, quantity: line.quantity, available: false, name: null, pictureUrl: null };
  });
  return withSubtotal(lines, items[0]?.currency ?? null);
};

/** The basket with another quantity of one item; none takes the line out. */
export const withQuantity = ({ lines, currency }: Basket, itemId: string, quantity: number): Basket =>
  withSubtotal(
    lines
      .filter((line) => line.itemId !== itemId || quantity > 0)
      .map((line) => {
        if (line.itemId !== itemId) return line;
        return line.available
          ? { ...line, quantity, totalMinor: line.unitPriceMinor * quantity }
          : { ...line, quantity };
      }),
    currency,
  );

export const unitsIn = (lines: readonly { quantity: number }[]): number =>
  lines.reduce((sum, { quantity }) => sum + quantity, 0);

export const hasPriceChange = ({ lines }: Basket): boolean =>
  lines.some((line) => line.available && line.previousUnitPriceMinor !== null);

/** Whether it can be ordered as it is. */
export const isOrderable = ({ lines }: Basket): boolean =>
  lines.length > 0 && lines.every(({ available }) => available);
