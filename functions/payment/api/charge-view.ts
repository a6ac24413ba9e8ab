/** A charge as its buyer sees it. */
import * as z from 'zod';
import { Reason } from '../../../shared/contracts/events.ts';
import { CardView, Currency, Id, Instant, MinorUnits } from '../../../shared/contracts/values.ts';
import type { Charge, ChargeRecord, Closed } from '../domain/charge.ts';

/** A charge that was asked for, whatever came of it. */
export type RealCharge = Exclude<Charge, Closed> & Pick<ChargeRecord, 'at'>;

export const isReal = (charge: ChargeRecord): charge is RealCharge => charge.status !== 'closed';

export const ChargeView = z.object({
  orderId: Id,
  status: z.enum(['charging', 'charged', 'declined', 'refunded']),
  amountMinor: MinorUnits,
  currency: Currency,
  refundedMinor: MinorUnits,
  card: CardView.nullable(),
  reason: Reason.nullable(),
  at: Instant,
});

export const chargeView = (orderId: string, charge: RealCharge): z.output<typeof ChargeView> => ({
  orderId,
  status: charge.status,
  amountMinor: charge.amountMinor,
  currency: charge.currency,
  refundedMinor: charge.status === 'refunded' ? charge.refundedMinor : 0,
  card: charge.card,
  reason: charge.status === 'declined' ? charge.reason : null,
  at: charge.at,
});
