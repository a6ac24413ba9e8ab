/** The basket of a visitor who has not signed in: pure rules over what the browser keeps. */

export interface LocalLine {
  itemId: string;
  quantity: number;
  /** The price that the visitor saw, in minor units: tells when it is another one. */
  priceMinorSeen: number;
}

export type LocalBasket = readonly LocalLine[];

/** As many as the shop allows in one line. */
export const maxUnits = 100;
/** As many lines as the shop allows in one basket. */
export const maxLines = 100;

const within = (quantity: number): number => Math.min(quantity, maxUnits);

/** Adds to what is there. The price last seen counts. */
export const addUnits = (basket: LocalBasket, added: LocalLine): LocalBasket => {
  const existing = basket.find(({ itemId }) => itemId === added.itemId);
  if (!existing) return basket.length < maxLines ? [...basket, { ...added, quantity: within(added.quantity) }] : basket;
  return basket.map((line) =>
    line === existing ? { ...added, quantity: within(line.quantity + added.quantity) } : line,
  );
};

/** Sets how many; none takes the line out. */
export const setUnits = (basket: LocalBasket, itemId: string, quantity: number): LocalBasket =>
  quantity < 1
    ? basket.filter((line) => line.itemId !== itemId)
    : basket.map((line) => (line.itemId === itemId ? { ...line, quantity: within(quantity) } : line));

/** Puts a line back where it was, e.g. when its removal is undone. */
export const putBack = (basket: LocalBasket, line: LocalLine, place: number): LocalBasket =>
  basket.some(({ itemId }) => itemId === line.itemId) ? basket : basket.toSpliced(place, 0, line);

/** The visitor has seen these prices. */
export const markSeen = (basket: LocalBasket, prices: ReadonlyMap<string, number>): LocalBasket =>
  basket.map((line) => ({ ...line, priceMinorSeen: prices.get(line.itemId) ?? line.priceMinorSeen }));

const isWhole = (value: unknown, min: number, max: number): value is number =>
  Number.isInteger(value) && (value as number) >= min && (value as number) <= max;

const isLine = (value: unknown): value is LocalLine => {
  const { itemId, quantity, priceMinorSeen } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof itemId === 'string' &&
    /^[0-9a-f-]{36}$/.test(itemId) &&
    isWhole(quantity, 1, maxUnits) &&
    isWhole(priceMinorSeen, 0, Number.MAX_SAFE_INTEGER)
  );
};

/** The basket in the kept text. Lines that nobody can have put there are left out. */
export const parseLocalBasket = (text: string | null): LocalBasket => {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter(isLine).slice(0, maxLines) : [];
  } catch {
    return [];
  }
};
