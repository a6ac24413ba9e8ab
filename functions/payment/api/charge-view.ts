/** A charge as its buyer sees it. */
import type { Charge, ChargeRecord, Closed } from '../domain/charge.ts';

/** A charge that was asked for, whatever came of it. */
export type RealCharge = Exclude<Charge, Closed> & Pick<ChargeRecord, 'at'>;

export const isReal = (charge: ChargeRecord): charge is RealCharge => charge.status !== 'closed';

export const chargeView = (orderId: string, charge: RealCharge) => ({
  orderId,
  status: charge.status,
  amountMinor: charge.amountMinor,
  currency: charge.currency,
  refundedMinor: charge.status === 'refunded' ? charge.refundedMinor : 0,
  card: charge.card,
  reason: charge.status === 'declined' ? charge.reason : null,
  at: charge.at,
});
