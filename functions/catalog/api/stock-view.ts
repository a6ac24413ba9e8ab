/** The stock figures of an item as operators see them. */
import { isOnReorder, type StockLevel } from '../domain/stock-level.ts';
import type { StockLevels } from '../store/stock-levels.ts';

/** The figures with the units that orders hold at the moment. */
export const stockView = async (itemId: string, level: StockLevel, levels: StockLevels) => ({
  itemId,
  availableStock: level.availableStock,
  restockThreshold: level.restockThreshold,
  maxStock: level.maxStock,
  onReorder: isOnReorder(level),
  reserved: await levels.reserved(itemId),
});
