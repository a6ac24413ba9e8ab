/** The questions that a run asks other contexts: what it publishes, and which answers are a yes, a no and an undone. */

import type { OrderStatus } from '../../../shared/contracts/values.ts';
import { event, type Outgoing } from '../../../shared/messaging/publish.ts';
import type { Answer, OrderRun } from './run.ts';

export interface Question {
  /** The state of the order while it waits for the answer. */
  status: OrderStatus;
  ask: (run: OrderRun, attempt: number) => Outgoing;
  yes: Answer;
  no: Answer;
  /** Says, after a cancellation, that nothing of it is left. */
  undone: Answer;
  /** What the shopper reads when nobody answers. */
  silence: string;
}

export const stock: Question = {
  status: 'AwaitingStockValidation',
  ask: ({ orderId, lines }, attempt) =>
    event('StockRequested', { orderId, attempt, lines }, { aggregate: orderId, attempt }),
  yes: 'StockReserved',
  no: 'StockRejected',
  undone: 'StockReleased',
  silence: 'We could not find out in time whether everything is in stock.',
};

export const payment: Question = {
  status: 'Validated',
  ask: ({ orderId, buyer, totalMinor, currency, cardToken }, attempt) =>
    event(
      'PaymentRequested',
      { orderId, attempt, buyer, amountMinor: totalMinor, currency, cardToken },
      { aggregate: orderId, attempt },
    ),
  yes: 'PaymentSucceeded',
  no: 'PaymentDeclined',
  undone: 'PaymentRefunded',
  silence: 'The payment was not confirmed in time.',
};
