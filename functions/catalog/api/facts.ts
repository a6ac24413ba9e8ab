/** What an operator says of an item. */
import * as z from 'zod';
import { Id, MinorUnits } from '../../../shared/contracts/values.ts';

/** A name on one line. Control characters and halves of characters cannot be shown, and not every database keeps them. */
export const Name = z
  .string()
  .trim()
  .min(1)
  .max(50)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters');

const Description = z
  .string()
  .trim()
  .min(1)
  .max(400)
  .regex(/^([^\p{Cc}\p{Cs}]|[\t\r\n])*$/u, 'must not contain control characters but line breaks');

export const Facts = z.strictObject({
  name: Name,
  description: Description,
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
