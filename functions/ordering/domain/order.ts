/** An order and how it may go from one state to the next. */
import type { Reason } from '../../../shared/contracts/events.ts';
import type { Address, CardView, OrderLine, OrderStatus } from '../../../shared/contracts/values.ts';

/** One entry of an order's history. */
export interface StatusChange {
  status: OrderStatus;
  at: string;
  reason?: Reason;
}

/** One change of an order's status. `position` counts all changes of one buyer's orders from 1, in the order in which they were made. */
export interface OrderChange extends StatusChange {
  position: number;
  orderId: string;
}

/** What an order learns on its way. */
export interface Learned {
  discountMinor?: number;
  card?: CardView;
}

export interface Order extends Learned {
  id: string;
  buyer: { id: string; name?: string };
  status: OrderStatus;
  /** Why it was cancelled. */
  reason?: Reason;
  currency: string;
  lines: readonly OrderLine[];
  couponCode?: string;
  address: Address;
  submittedAt: string;
}

/** The order in the form in which lists show it. */
export type OrderSummary = Pick<Order, 'id' | 'buyer' | 'status' | 'reason' | 'currency' | 'submittedAt'> & {
  number: string;
  totalMinor: number;
  lineCount: number;
};

const next: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  Submitted: ['AwaitingStockValidation', 'Cancelled'],
  AwaitingStockValidation: ['AwaitingCouponValidation', 'Validated', 'Cancelled'],
  AwaitingCouponValidation: ['Validated', 'Cancelled'],
  Validated: ['Paid', 'Cancelled'],
  Paid: ['Shipped', 'Cancelled'],
  Shipped: [],
  Cancelled: [],
};

/** Whether an order in one state may pass to another. */
export const mayBecome = (from: OrderStatus, to: OrderStatus): boolean => next[from].includes(to);

/** Nothing more happens to the order. */
export const isFinal = (status: OrderStatus): boolean => next[status].length === 0;

/** The order goes on by itself: a paid one waits for somebody to ship it. */
export const isMoving = (status: OrderStatus): boolean => !isFinal(status) && status !== 'Paid';

/** Who asks: the buyer, or someone who runs the shop. */
export type Party = 'buyer' | 'operator';

/** A buyer may cancel until the order is paid, an operator until it is shipped. */
export const mayCancel = (party: Party, status: OrderStatus): boolean =>
  mayBecome(status, 'Cancelled') && (party === 'operator' || status !== 'Paid');

export interface Totals {
  subtotalMinor: number;
  discountMinor: number;
  totalMinor: number;
}

/** What the lines cost and what is left to pay. A discount never makes a total negative. */
export const totalsOf = (
  lines: readonly Pick<OrderLine, 'unitPriceMinor' | 'quantity'>[],
  discountMinor = 0,
): Totals => {
  const subtotalMinor = lines.reduce((sum, { unitPriceMinor, quantity }) => sum + unitPriceMinor * quantity, 0);
  const discount = Math.min(Math.max(discountMinor, 0), subtotalMinor);
  return { subtotalMinor, discountMinor: discount, totalMinor: subtotalMinor - discount };
};

/** Crockford's base 32: no I, L, O or U, so that a number survives being read out. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The number that people use for an order: the first 50 bits of its id, such as `7KQ2M-9XDRT`. */
export const orderNumber = (orderId: string): string => {
  const bits = BigInt(`0x${orderId.replaceAll('-', '').slice(0, 13)}`) >> 2n;
  const digits = Array.from({ length: 10 }, (_, index) => alphabet[Number((bits >> BigInt(5 * (9 - index))) & 31n)]);
  return `${digits.slice(0, 5).join('')}-${digits.slice(5).join('')}`;
};

/** A number as somebody typed it, in its canonical form; undefined when it cannot be one. */
export const parseOrderNumber = (typed: string): string | undefined => {
  const digits = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  const isNumber = /^[0-9A-HJKMNP-TV-Z]{10}$/.test(digits);
  return isNumber ? `${digits.slice(0, 5)}-${digits.slice(5)}` : undefined;
};
