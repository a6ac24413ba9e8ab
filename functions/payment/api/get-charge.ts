/** GET payment/charges/{orderId}: what the caller was charged for an order, and what was given back. */
import * as z from 'zod';
import { Id } from '../../../shared/contracts/values.ts';
import { fail } from '../../../shared/http/problems.ts';
import { ok } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';

export const getCharge = route(
  { params: z.object({ orderId: Id }) },
  async ({ params: { orderId }, caller }, { charges }) => {
    const charge = (await charges.get(orderId))?.value;
    if (!charge || charge.status === 'closed' || charge.buyerId !== caller.id) return fail('charge-not-found');
    const { status, amountMinor, currency } = charge;
    return ok({
      orderId,
      status,
      amountMinor,
      currency,
      refundedMinor: status === 'refunded' ? charge.refundedMinor : 0,
      reason: status === 'declined' ? charge.reason : null,
    });
  },
);
