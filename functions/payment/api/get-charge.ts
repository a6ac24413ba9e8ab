/** GET payment/charges/{orderId}: what the caller was charged for an order, and what was given back. */
import * as z from 'zod';
import { Id } from '../../../shared/contracts/values.ts';
import { fail } from '../../../shared/http/problems.ts';
import { ok } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';
import { ChargeView, chargeView, isReal } from './charge-view.ts';

export const getCharge = route(
  { params: z.object({ orderId: Id }), answer: ChargeView },
  async ({ params: { orderId }, caller }, { charges }) => {
    const charge = (await charges.get(orderId))?.value;
    if (!charge || !isReal(charge) || charge.buyerId !== caller.id) return fail('charge-not-found');
    return ok(chargeView(orderId, charge));
  },
);
