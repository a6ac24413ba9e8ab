/** Tells operators, on a schedule, of orders that wait longer than they should. */
import type { TimerHandler } from '@azure/functions';
import { OrderStatus } from '../../../shared/contracts/values.ts';
import { dependencies, settings } from '../dependencies.ts';
import { isMoving } from '../domain/order.ts';

const unpaid = OrderStatus.options.filter(isMoving);
const minuteMs = 60_000;

export const reportLateOrders: TimerHandler = async (_timer, context) => {
  const { orders, now } = await dependencies();
  const before = (minutes: number) => new Date(now() - minutes * minuteMs).toISOString();
  const [stuck, unshipped] = await Promise.all([
    orders.waitingSince(unpaid, before(settings.ORDERING_LATE_MINUTES)),
    orders.waitingSince(['Paid'], before(settings.ORDERING_SHIP_LATE_HOURS * 60)),
  ]);
  for (const { id, number, status, submittedAt } of stuck)
    context.warn(`Order ${number} (${id}) is ${status} since ${submittedAt}.`);
  for (const { id, number, submittedAt } of unshipped)
    context.warn(`Order ${number} (${id}) of ${submittedAt} is paid, but not shipped.`);
};
