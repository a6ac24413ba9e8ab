/** The stock figures of an item as operators see them. */
import * as z from 'zod';
import { Id } from '../../../shared/contracts/values.ts';
import { isOnReorder, type StockLevel } from '../domain/stock-level.ts';
import type { StockLevels } from '../store/stock-levels.ts';

export const StockView = z.object({
  itemId: Id,
  availableStock: z.int(),
  restockThreshold: z.int(),
  maxStock: z.int(),
  onReorder: z.boolean(),
  reserved: z.int().describe('Units that orders hold at the moment.'),
});

export const stockView = async (
  itemId: string,
  level: StockLevel,
  levels: StockLevels,
): Promise<z.output<typeof StockView>> => ({
  itemId,
  availableStock: level.availableStock,
  restockThreshold: level.restockThreshold,
  maxStock: level.maxStock,
  onReorder: isOnReorder(level),
  reserved: await levels.reserved(itemId),
});
