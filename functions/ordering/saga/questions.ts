/** The questions that a run asks other contexts: what it publishes, and which answers are a yes, a no and an undone. */
import type { OrderStatus } from '../../../shared/contracts/values.ts';
import { event, type Outgoing } from '../../../shared/messaging/publish.ts';
import type { Answer, OrderRun } from './run.ts';

export interface Question<Yes extends Answer = Answer> {
  /** The state of the order while it waits for the answer. */
  status: OrderStatus;
  /** `dueMinor` is what is to be paid as far as the run knows. */
  ask: (run: OrderRun, attempt: number, dueMinor: number) => Outgoing;
  yes: Yes;
  no: Answer;
  /** Says, after a cancellation, that nothing of it is left. */
  undone: Answer;
  /** What the shopper reads when nobody answers. */
  silence: string;
}

export const stock: Question<'StockReserved'> = {
  status: 'AwaitingStockValidation',
  ask: ({ orderId, lines }, attempt) =>
    event('StockRequested', { orderId, attempt, lines }, { aggregate: orderId, attempt }),
  yes: 'StockReserved',
  no: 'StockRejected',
  undone: 'StockReleased',
  silence: 'We could not find out in time whether everything is in stock.',
};

/** Asked only by runs with this code. */
export const coupon = (code: string): Question<'CouponReserved'> => ({
  status: 'AwaitingCouponValidation',
  ask: ({ orderId, buyer, currency }, attempt, dueMinor) =>
    event(
      'CouponRequested',
      { orderId, attempt, buyer, code, subtotalMinor: dueMinor, currency },
      { aggregate: orderId, attempt },
    ),
  yes: 'CouponReserved',
  no: 'CouponRejected',
  undone: 'CouponReleased',
  silence: 'The coupon could not be validated in time.',
});

export const payment: Question<'PaymentSucceeded'> = {
  status: 'Validated',
  ask: ({ orderId, buyer, currency, cardToken }, attempt, dueMinor) =>
    event(
      'PaymentRequested',
      { orderId, attempt, buyer, amountMinor: dueMinor, currency, cardToken },
      { aggregate: orderId, attempt },
    ),
  yes: 'PaymentSucceeded',
  no: 'PaymentDeclined',
  undone: 'PaymentRefunded',
  silence: 'The payment was not confirmed in time.',
};
