/** What an operator says of an item. */
import * as z from 'zod';
import { Id, lineOfText, linesOfText, MinorUnits } from '../../../shared/contracts/values.ts';

export const Name = lineOfText(50);

export const Facts = z.strictObject({
  name: Name,
  description: linesOfText(400),
  brandId: Id,
  typeId: Id,
  priceMinor: MinorUnits.min(1),
});

export const ItemParams = z.object({ itemId: Id });

/** More units of one item than any shop keeps. */
export const maxUnits = 1_000_000;

export const Units = z.int().min(0).max(maxUnits);

/** The threshold must leave room for a delivery that lifts stock above it. */
export const fits = ({ restockThreshold, maxStock }: { restockThreshold: number; maxStock: number }): boolean =>
  restockThreshold < maxStock;

export const mustFit = { path: ['restockThreshold'], message: 'must be less than maxStock' };
