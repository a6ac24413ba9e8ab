/** What a run of the order saga is given and what it is told from outside. All of it is kept in the run's history. */
import type { EventData, Reason } from '../../../shared/contracts/events.ts';
import type { StockLine } from '../../../shared/contracts/values.ts';
import type { Outgoing } from '../../../shared/messaging/publish.ts';
import type { Learned, Party, StatusChange } from '../domain/order.ts';

/** Name of the orchestration; an instance's id is the id of its order. */
export const orderSagaName = 'ordering-order-saga';

/** The input of a run. Settings are part of it: a run keeps the limits that it started with. */
export interface OrderRun {
  orderId: string;
  buyer: { id: string; name?: string };
  basketVersion: string;
  currency: string;
  /** What the lines cost; the run learns of a discount on its way. */
  totalMinor: number;
  lines: StockLine[];
  cardToken: string;
  couponCode?: string;
  limits: {
    graceSeconds: number;
    /** How long to wait for an answer before asking again, and how often to ask. */
    answerSeconds: number;
    attempts: number;
  };
}

/** Name of the activity that takes one step of a run. */
export const takeStepName = 'ordering-take-step';

/** One step: the order's new state is written with what it learned, and what follows from it is published. */
export interface Step {
  orderId: string;
  buyer: OrderRun['buyer'];
  /** The state that the order is in from now on; `Submitted`, of runs before version 3.0, is only announced: the order began in it. */
  change?: StatusChange;
  learned?: Learned;
  publish: Outgoing[];
}

/** The events of other contexts that a run waits for. */
export type Answer =
  | 'StockReserved'
  | 'StockRejected'
  | 'StockReleased'
  | 'CouponReserved'
  | 'CouponRejected'
  | 'CouponReleased'
  | 'PaymentSucceeded'
  | 'PaymentDeclined'
  | 'PaymentRefunded';

/** What a run can be told from outside; every one arrives as the external event `message`. */
export type Message =
  | { [Name in Answer]: { type: Name } & EventData<Name> }[Answer]
  | { type: 'CancelRequested'; by?: Party; reason: Reason }
  | { type: 'ShipRequested' };

/** The one name under which messages are raised. */
export const messageEvent = 'message';
