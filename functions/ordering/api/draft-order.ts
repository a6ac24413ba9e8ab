/** POST ordering/drafts: what an order of these lines would cost. The gateway asks it with the basket's lines and a coupon's discount. */
import * as z from 'zod';
import { Id, MinorUnits, Quantity } from '../../../shared/contracts/values.ts';
import { ok } from '../../../shared/http/reply.ts';
import { totalsOf } from '../domain/order.ts';
import { route } from '../routes.ts';

const Draft = z.strictObject({
  lines: z.array(z.strictObject({ itemId: Id, unitPriceMinor: MinorUnits, quantity: Quantity })).max(100),
  discountMinor: MinorUnits.default(0),
});

export const draftOrder = route({ body: Draft }, async ({ body: { lines, discountMinor } }) => {
  const priced = lines.map((line) => ({ ...line, totalMinor: line.unitPriceMinor * line.quantity }));
  return ok({ lines: priced, ...totalsOf(lines, discountMinor) });
});
