/** What an operator says of an item. */
import * as z from 'zod';
import { Id, MinorUnits } from '../../../shared/contracts/values.ts';

export const Facts = z.strictObject({
  name: z.string().trim().min(1).max(50),
  description: z.string().trim().min(1).max(400),
  brandId: Id,
  typeId: Id,
  priceMinor: MinorUnits.min(1),
});

export const ItemParams = z.object({ itemId: Id });

/** Units of one item. */
export const Units = z.int().min(0).max(1_000_000);

/** The threshold must leave room for a delivery that lifts stock above it. */
export const fits = ({ restockThreshold, maxStock }: { restockThreshold: number; maxStock: number }): boolean =>
  restockThreshold < maxStock;

export const mustFit = { path: ['restockThreshold'], message: 'must be less than maxStock' };
