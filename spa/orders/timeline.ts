/** The way of an order as steps: which are done, which is under way, which are still to come. */
import type { Order, OrderStatus, Reason, StatusChange } from '../api/types.ts';

export interface TimelineStep {
  status: OrderStatus;
  state: 'done' | 'now' | 'todo' | 'stopped';
  /** When the order came to this step. */
  at?: string;
  reason?: Reason;
}

/** The states of an order that comes to a good end. */
export const way = [
  'Submitted',
  'AwaitingStockValidation',
  'AwaitingCouponValidation',
  'Validated',
  'Paid',
  'Shipped',
] as const satisfies readonly OrderStatus[];

type Told = Pick<Order, 'status' | 'history' | 'couponCode' | 'submittedAt' | 'reason'>;

/** Nothing more will happen to it. */
export const isFinal = (status: OrderStatus): boolean => status === 'Shipped' || status === 'Cancelled';

/** It goes on by itself, within seconds; a paid order waits for people. */
export const isMoving = (status: OrderStatus): boolean => !isFinal(status) && status !== 'Paid';

/** Steps that are done only when the next one has begun. */
const isChecking = (status: OrderStatus): boolean => isMoving(status) && status !== 'Submitted';

const cancelledSteps = (
  history: readonly StatusChange[],
  submittedAt: string,
  reason: Reason | undefined,
): TimelineStep[] => {
  const came = history.filter(({ status }) => status !== 'Cancelled');
  const passed = came.length > 0 ? came : [{ status: 'Submitted' as const, at: submittedAt }];
  const cancelled = history.find(({ status }) => status === 'Cancelled');
  const why = cancelled?.reason ?? reason;
  return [
    ...passed.map(({ status, at }, place) => ({
      status,
      state: isChecking(status) && place === passed.length - 1 ? ('stopped' as const) : ('done' as const),
      at,
    })),
    { status: 'Cancelled', state: 'stopped', ...(cancelled && { at: cancelled.at }), ...(why && { reason: why }) },
  ];
};

/** The steps in their order; the one for a coupon only where there is one. */
export const timelineOf = ({ status, history, couponCode, submittedAt, reason }: Told): TimelineStep[] => {
  if (status === 'Cancelled') return cancelledSteps(history, submittedAt, reason);
  const steps = way.filter((step) => step !== 'AwaitingCouponValidation' || couponCode !== undefined);
  const current = steps.findIndex((step) => step === status);
  return steps.map((step, place) => {
    const at = history.find((change) => change.status === step)?.at ?? (step === 'Submitted' ? submittedAt : undefined);
    const state = place < current || status === 'Shipped' ? 'done' : place === current ? 'now' : 'todo';
    return { status: step, state, ...(at !== undefined && { at }) };
  });
};

interface Known {
  id: string;
  number: string;
  status: OrderStatus;
}

/** The orders whose state is another one than when last looked; orders that were not known are no news. */
export const changedOrders = <O extends Known>(before: readonly Known[] | undefined, now: readonly O[]): O[] =>
  now.filter((order) => {
    const known = before?.find(({ id }) => id === order.id);
    return known !== undefined && known.status !== order.status;
  });
