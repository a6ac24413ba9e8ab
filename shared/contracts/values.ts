/** The value types that cross the borders between contexts: ids, money, addresses. */
import * as z from 'zod';

/** UUID of any version, lower case. Ids that we mint are version 7 (sortable) or, for orders, version 5. */
export const Id = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be a UUID in lower case');

/** Amount of money in integer minor units (cents for USD); the currency travels beside it. */
export const MinorUnits = z.int().min(0).max(1_000_000_000);

/** ISO 4217 code. */
export const Currency = z.string().regex(/^[A-Z]{3}$/, 'must be a three-letter ISO 4217 code such as USD');

/** Units of one item in one line. */
export const Quantity = z.int().min(1).max(100);

/** UTC instant in ISO 8601, e.g. 2026-11-22T17:32:41.956Z. */
export const Instant = z.iso.datetime();

const line = (max: number) => z.string().trim().min(1).max(max);

/** Where an order goes. */
export const Address = z.strictObject({
  name: line(100),
  street: line(200),
  city: line(100),
  state: line(100).optional(),
  postalCode: line(20),
  country: line(100),
});
export type Address = z.output<typeof Address>;

/** One priced line of an order; the price is the one that the shop, not the client, knew at checkout. */
export const OrderLine = z.object({
  itemId: Id,
  name: z.string().min(1).max(200),
  pictureUrl: z.string().max(500).optional(),
  unitPriceMinor: MinorUnits,
  quantity: Quantity,
});
export type OrderLine = z.output<typeof OrderLine>;

/** How many units of what: all that stock keeping needs to know of a line. */
export const StockLine = z.object({ itemId: Id, quantity: Quantity });
export type StockLine = z.output<typeof StockLine>;

/** The states of an order in the order in which a good one passes them; Cancelled can follow any but the last. */
export const OrderStatus = z.enum([
  'Submitted',
  'AwaitingStockValidation',
  'AwaitingCouponValidation',
  'Validated',
  'Paid',
  'Shipped',
  'Cancelled',
]);
export type OrderStatus = z.output<typeof OrderStatus>;

/** What may be shown of a card. */
export const CardView = z.object({ brand: z.string().min(1).max(30), last4: z.string().regex(/^\d{4}$/) });
export type CardView = z.output<typeof CardView>;

/** A coupon's code as people type it; compared in upper case. */
export const CouponCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9][A-Z0-9-]{1,38}[A-Z0-9]$/, 'must be 3 to 40 letters, digits and hyphens');
