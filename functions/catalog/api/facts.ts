/** What an operator says of an item. */
import * as z from 'zod';
import { Id, MinorUnits } from '../../../shared/contracts/values.ts';

export const Facts = z.strictObject({
  name: z.string().trim().min(1).max(50),
  description: z.string().trim().min(1).max(400),
  brandId: Id,
  typeId: Id,
  priceMinor: MinorUnits.refine((price) => price !== 0, 'must be more than nothing'),
});

export const ItemParams = z.object({ itemId: Id });

/** More units of one item than any shop keeps. */
export const maxUnits = 1_000_000;

export const Units = z.int().min(0).max(maxUnits);

/** The threshold must leave room for a delivery that lifts stock above it. */
export const fits = ({ restockThreshold, maxStock }: { restockThreshold: number; maxStock: number }): boolean =>
  restockThreshold < maxStock;

export const mustFit = { path: ['restockThreshold'], message: 'must be less than maxStock' };
