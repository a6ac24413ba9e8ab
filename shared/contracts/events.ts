/**
 * Every integration event: what it carries, who publishes it and who consumes it. The registrations, the local broker's
 * entities and the Azure topology are derived from this table. Events evolve by addition only; unknown fields are ignored.
 *
 * A body never has a top-level field named like a Service Bus property (subject, to, messageId …): the Functions host
 * copies top-level fields over the trigger's metadata.
 */
import * as z from 'zod';
import {
  Address,
  CardView,
  CouponCode,
  Currency,
  Id,
  Instant,
  MinorUnits,
  OrderLine,
  OrderStatus,
  StockLine,
} from './values.ts';

export const contexts = ['catalog', 'basket', 'ordering', 'payment', 'coupon'] as const;
export type Context = (typeof contexts)[number];

interface Contract {
  publisher: Context;
  consumers: readonly Context[];
  data: z.ZodObject;
}

const orderId = Id;
const buyer = z.object({ id: z.string().min(1).max(200), name: z.string().max(200).optional() });

/** Why an order was cancelled or an answer is a no: a stable code and a sentence that a shopper can read. */
export const Reason = z.object({ code: z.string().min(1).max(50), text: z.string().min(1).max(500) });
export type Reason = z.output<typeof Reason>;

export const events = {
  /** A buyer placed an order. Its id is a UUIDv5 of buyer and idempotency key, so a repeat is the same order. */
  CheckoutAccepted: {
    publisher: 'basket',
    consumers: ['ordering'],
    data: z.object({
      orderId,
      buyer,
      basketVersion: z.string(),
      currency: Currency,
      lines: z.array(OrderLine).min(1).max(100),
      address: Address,
      cardToken: z.string().min(1).max(200),
      couponCode: CouponCode.optional(),
      acceptedAt: Instant,
    }),
  },
  /** The order exists: its lines may leave the basket. */
  OrderStarted: {
    publisher: 'ordering',
    consumers: ['basket'],
    data: z.object({ orderId, buyer, basketVersion: z.string(), lines: z.array(StockLine) }),
  },
  StockRequested: {
    publisher: 'ordering',
    consumers: ['catalog'],
    data: z.object({ orderId, attempt: z.int(), lines: z.array(StockLine).min(1) }),
  },
  StockReserved: { publisher: 'catalog', consumers: ['ordering'], data: z.object({ orderId }) },
  StockRejected: {
    publisher: 'catalog',
    consumers: ['ordering'],
    data: z.object({
      orderId,
      reason: Reason,
      missing: z.array(z.object({ itemId: Id, wanted: z.int(), available: z.int() })),
    }),
  },
  CouponRequested: {
    publisher: 'ordering',
    consumers: ['coupon'],
    data: z.object({
      orderId,
      attempt: z.int(),
      buyer,
      code: CouponCode,
      subtotalMinor: MinorUnits,
      currency: Currency,
    }),
  },
  CouponReserved: {
    publisher: 'coupon',
    consumers: ['ordering'],
    data: z.object({ orderId, code: CouponCode, discountMinor: MinorUnits }),
  },
  CouponRejected: { publisher: 'coupon', consumers: ['ordering'], data: z.object({ orderId, reason: Reason }) },
  PaymentRequested: {
    publisher: 'ordering',
    consumers: ['payment'],
    data: z.object({
      orderId,
      attempt: z.int(),
      buyer,
      amountMinor: MinorUnits,
      currency: Currency,
      cardToken: z.string(),
    }),
  },
  PaymentSucceeded: {
    publisher: 'payment',
    consumers: ['ordering'],
    data: z.object({ orderId, chargeId: z.string(), card: CardView.optional() }),
  },
  PaymentDeclined: { publisher: 'payment', consumers: ['ordering'], data: z.object({ orderId, reason: Reason }) },
  OrderPaid: { publisher: 'ordering', consumers: ['catalog', 'coupon'], data: z.object({ orderId }) },
  OrderShipped: { publisher: 'ordering', consumers: [], data: z.object({ orderId }) },
  /** Undo by order id. A context that was never asked records a tombstone, so that a late request finds the order closed. */
  OrderCancelled: {
    publisher: 'ordering',
    consumers: ['catalog', 'payment', 'coupon'],
    data: z.object({ orderId, attempt: z.int(), reason: Reason }),
  },
  StockReleased: {
    publisher: 'catalog',
    consumers: ['ordering'],
    data: z.object({ orderId, lines: z.array(StockLine) }),
  },
  CouponReleased: { publisher: 'coupon', consumers: ['ordering'], data: z.object({ orderId }) },
  PaymentRefunded: {
    publisher: 'payment',
    consumers: ['ordering'],
    data: z.object({ orderId, refundedMinor: MinorUnits }),
  },
  OrderStatusChanged: {
    publisher: 'ordering',
    consumers: [],
    data: z.object({ orderId, buyer, status: OrderStatus, reason: Reason.optional(), at: Instant }),
  },
  /** The facts of an item that others show. A higher version replaces a lower one, whatever the order of arrival. */
  ItemChanged: {
    publisher: 'catalog',
    consumers: ['basket'],
    data: z.object({
      itemId: Id,
      version: z.int(),
      name: z.string(),
      priceMinor: MinorUnits,
      currency: Currency,
      pictureUrl: z.string().optional(),
    }),
  },
  ItemDeleted: { publisher: 'catalog', consumers: ['basket'], data: z.object({ itemId: Id, version: z.int() }) },
  /** A buyer wants to be forgotten: whoever keeps something of theirs deletes it. */
  BuyerErased: {
    publisher: 'ordering',
    consumers: ['basket', 'payment'],
    data: z.object({ buyerId: z.string().min(1).max(200) }),
  },
} as const satisfies Record<string, Contract>;

export type EventName = keyof typeof events;
export type EventData<Name extends EventName> = z.output<(typeof events)[Name]['data']>;

/** The names of the events that one context publishes or consumes, as types: a missing handler does not compile. */
export type PublishedBy<C extends Context> = {
  [Name in EventName]: (typeof events)[Name]['publisher'] extends C ? Name : never;
}[EventName];
export type ConsumedBy<C extends Context> = {
  [Name in EventName]: C extends (typeof events)[Name]['consumers'][number] ? Name : never;
}[EventName];

export const eventNames = Object.keys(events) as EventName[];
