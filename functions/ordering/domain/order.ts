/** An order and how it may go from one state to the next. */
import type { Reason } from '../../../shared/contracts/events.ts';
import type { Address, OrderLine, OrderStatus } from '../../../shared/contracts/values.ts';

/** One entry of an order's history. */
export interface StatusChange {
  status: OrderStatus;
  at: string;
  reason?: Reason;
}

export interface Order {
  id: string;
  buyer: { id: string; name?: string };
  status: OrderStatus;
  /** Why it was cancelled. */
  reason?: Reason;
  currency: string;
  lines: readonly OrderLine[];
  totalMinor: number;
  address: Address;
  submittedAt: string;
}

/** The order in the form in which lists show it. */
export type OrderSummary = Pick<Order, 'id' | 'status' | 'reason' | 'currency' | 'totalMinor' | 'submittedAt'>;

const next: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  Submitted: ['AwaitingStockValidation', 'Cancelled'],
  AwaitingStockValidation: ['Validated', 'Cancelled'],
  Validated: ['Paid', 'Cancelled'],
  Paid: [],
  Cancelled: [],
};

/** Whether an order in one state may pass to another. */
export const mayBecome = (from: OrderStatus, to: OrderStatus): boolean => next[from].includes(to);

/** Nothing more happens to the order. */
export const isFinal = (status: OrderStatus): boolean => next[status].length === 0;

/** A buyer may cancel until the order is paid. */
export const isCancellable = (status: OrderStatus): boolean => mayBecome(status, 'Cancelled');

/** Sum of the lines in minor units. */
export const totalOf = (lines: readonly OrderLine[]): number =>
  lines.reduce((sum, { unitPriceMinor, quantity }) => sum + unitPriceMinor * quantity, 0);
