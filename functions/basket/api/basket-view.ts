/** A basket as the API shows it. */
import * as z from 'zod';
import { Currency, Id, MinorUnits, Quantity } from '../../../shared/contracts/values.ts';

const line = { itemId: Id, quantity: Quantity, pictureUrl: z.string().nullable() };

const AvailableLine = z.object({
  ...line,
  available: z.literal(true),
  name: z.string(),
  unitPriceMinor: MinorUnits,
  previousUnitPriceMinor: MinorUnits.nullable().describe('The price seen before, when it was another one.'),
  totalMinor: z.int(),
});

const UnavailableLine = z.object({ ...line, available: z.literal(false), name: z.string().nullable() });

export const BasketView = z.object({
  lines: z.array(z.discriminatedUnion('available', [AvailableLine, UnavailableLine])).readonly(),
  subtotalMinor: z.int().describe('Of the lines that are available.'),
  currency: Currency.nullable(),
});
