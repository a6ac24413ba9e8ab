/** The state of an order in a word. */
import type { OrderStatus } from '../api/types.ts';
import { texts } from '../texts.ts';
import { cx } from '../ui/classes.ts';
import { isMoving } from './timeline.ts';

const looks: Record<OrderStatus, string> = {
  Submitted: 'bg-note-wash text-note',
  AwaitingStockValidation: 'bg-note-wash text-note',
  AwaitingCouponValidation: 'bg-note-wash text-note',
  Validated: 'bg-note-wash text-note',
  Paid: 'bg-good-wash text-good',
  Shipped: 'bg-good-wash text-good',
  Cancelled: 'bg-alarm-wash text-alarm',
};

export const StatusChip = ({ status }: { status: OrderStatus }) => (
  <span
    className={cx(
      'inline-flex items-center gap-2 rounded-full px-3 py-1 text-sm font-semibold whitespace-nowrap',
      looks[status],
    )}
  >
    {isMoving(status) && <span className="size-2 animate-pulse rounded-full bg-current" aria-hidden="true" />}
    {texts.orders.status[status]}
  </span>
);
