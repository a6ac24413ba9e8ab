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

/** Something with a name, of which there are few: a brand, a kind of items. */
export const Named = z.object({ id: Id, name: z.string() });

/** UTC instant in ISO 8601, e.g. 2026-11-22T17:32:41.956Z. */
export const Instant = z.iso.datetime();

/** What people may type on one line. Control characters and halves of characters cannot be shown, and not every database keeps them. */
export const lineOfText = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u, 'must not contain line breaks or control characters');

/** What people type on one line or more. */
export const linesOfText = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^([^\p{Cc}\p{Cs}]|[\t\r\n])*$/u, 'must not contain control characters but line breaks');

const kept = (max: number) => z.string().min(1).max(max);

/** Where an order goes, as the shop keeps and sends it: what is on its way already is taken as it is. */
export const Address = z.object({
  name: kept(100),
  street: kept(200),
  city: kept(100),
  state: kept(100).optional(),
  postalCode: kept(20),
  country: kept(100),
});
export type Address = z.output<typeof Address>;

/** An address as people type it. */
export const NewAddress = z.strictObject({
  name: lineOfText(100),
  street: lineOfText(200),
  city: lineOfText(100),
  state: lineOfText(100).optional(),
  postalCode: lineOfText(20),
  country: lineOfText(100),
}) satisfies z.ZodType<Address>;

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
