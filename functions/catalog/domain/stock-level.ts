/** How many units of an item there are, how few are too few and how many there is room for. */

export interface StockLevel {
  /** Units that can be reserved. */
  availableStock: number;
  /** With so many units left, or fewer, the item has to be ordered again. */
  restockThreshold: number;
  /** Units that there is room for. */
  maxStock: number;
}

/** Whether the item has to be ordered again: from the moment that stock falls to the threshold until it has risen above it. */
export const isOnReorder = ({ availableStock, restockThreshold }: StockLevel): boolean =>
  availableStock <= restockThreshold;

/** How many units of a delivery there is room for. Units that came back from cancelled orders may already exceed the room. */
export const unitsToAdd = ({ availableStock, maxStock }: StockLevel, delivered: number): number =>
  Math.max(0, Math.min(delivered, maxStock - availableStock));
